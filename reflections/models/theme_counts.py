"""How many points of an answer stand at each theme, kept by the database."""

from django.db import connection, models, transaction

from reflections.models.reflections import Reflection
from reflections.models.themes import Theme


class ThemeCountManager(models.Manager):
    # what the points themselves say; the trigger's function counts by the same rule
    FRESH = """
        SELECT p.reflection_id, counted.theme_id, count(*) AS points
        FROM reflections_point p JOIN reflections_theme t ON t.id = p.theme_id
        CROSS JOIN LATERAL (VALUES (t.id), (t.parent_id)) AS counted (theme_id)
        WHERE p.sent_text IS NOT NULL AND counted.theme_id IS NOT NULL
        GROUP BY p.reflection_id, counted.theme_id
    """

    def differing(self):
        """Ids of the reflections whose kept counts are not what their points say."""
        kept = "SELECT reflection_id, theme_id, points FROM reflections_themecount"
        with connection.cursor() as cursor:
            cursor.execute(f"""
                WITH fresh AS ({self.FRESH}), kept AS ({kept})
                SELECT DISTINCT reflection_id FROM (
                    (TABLE fresh EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE fresh)
                ) different ORDER BY reflection_id
            """)
            return [row[0] for row in cursor]

    def rebuild(self):
        """Count again where the counts differ; how many reflections that were."""
        wrong = self.differing()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT reflections_recount(%s::bigint[])", [wrong])
        return len(wrong)


class ThemeCount(models.Model):
    """How many sent points of a reflection stand at a theme, its sub-themes included.

    Kept by a trigger on points; `recount --check` compares it with the points themselves.
    """

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="theme_counts")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="counts")
    points = models.PositiveIntegerField()

    objects = ThemeCountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "reflection"], name="theme_count_once", include=["points"]
            ),
            models.CheckConstraint(
                name="theme_count_is_positive", condition=models.Q(points__gte=1)
            ),
        ]

    def __str__(self):
        return f"{self.theme_id}: {self.points}"
