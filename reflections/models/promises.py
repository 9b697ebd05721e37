"""What a round promises the schools, held by the database."""

from calendar import monthrange
from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.utils import timezone

# Wording and thresholds are fixed at the first answer, k is only raised once the round has opened,
# and the day on which names are cut may come earlier, never later.
PROMISES_KEPT = pgtrigger.Trigger(
    name="round_promises_are_kept",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
        IF NEW.k < OLD.k AND OLD.opened_at IS NOT NULL
            OR EXISTS (SELECT 1 FROM reflections_reflection WHERE round_id = NEW.id) AND (
                (NEW.question_1_th, NEW.question_2_th, NEW.question_3_th,
                 NEW.question_1_en, NEW.question_2_en, NEW.question_3_en,
                 NEW.small_up_to, NEW.medium_up_to)
                IS DISTINCT FROM
                (OLD.question_1_th, OLD.question_2_th, OLD.question_3_th,
                 OLD.question_1_en, OLD.question_2_en, OLD.question_3_en,
                 OLD.small_up_to, OLD.medium_up_to)
                OR NEW.names_cut_on > OLD.names_cut_on
                OR (NEW.names_cut_on IS NULL AND OLD.names_cut_on IS NOT NULL))
        THEN
            RAISE EXCEPTION 'what was asked and promised stays as it was'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'round_promises_are_kept';
        END IF;
        RETURN NEW;
    """,
)


def default_cut(closes_at):
    """The day on which names are cut unless another is chosen: RETENTION_MONTHS after closing."""
    day = timezone.localdate(closes_at)
    years, month = divmod(day.month - 1 + settings.RETENTION_MONTHS, 12)
    first = day.replace(year=day.year + years, month=month + 1, day=1)
    return first + timedelta(days=min(day.day, monthrange(first.year, first.month)[1]) - 1)
