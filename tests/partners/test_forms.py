"""Forms lose nothing: a record is made once, and nobody writes over another person's text."""

import pghistory
import pytest
from django.template import Context, Template
from django.test import RequestFactory

from partners.forms import StaleRecord, VersionedForm
from partners.models import Organisation
from tests import builders

pytestmark = pytest.mark.django_db


class OrganisationForm(VersionedForm):
    class Meta:
        model = Organisation
        fields = ["slug", "name_th", "kind", "district", "contribution", "is_partner", "joined_on"]


def posted(form, **changes):
    """What a browser would post from `form` as shown, with `changes` typed."""
    data = {}
    for field in form:
        value = field.field.prepare_value(field.value())
        if value not in (None, False):
            data[field.html_name] = "on" if value is True else str(value)
    data.update(changes)
    post = RequestFactory().post("/", data).POST
    return post


def opened(organisation):
    """The form of a page that somebody has open, on an instance of its own."""
    return OrganisationForm(instance=Organisation.objects.get(pk=organisation.pk))


def sent(organisation, data):
    return OrganisationForm(data, instance=Organisation.objects.get(pk=organisation.pk))


def rendered(form):
    page = Template("{% load crispy_forms_tags %}{% crispy form %}")
    return page.render(Context({"form": form}))


@pytest.fixture
def association():
    return builders.build_organisation("สมาคมเดิม", contribution="พี่เลี้ยง")


class TestOneRecordAPage:
    def test_the_same_page_posted_twice_makes_one_record(self):
        data = posted(OrganisationForm(), slug="new-one", name_th="สมาคมใหม่", kind="association")
        first, second = OrganisationForm(data), OrganisationForm(data)
        assert first.try_save()
        assert second.try_save()
        assert second.instance == first.instance
        assert Organisation.objects.count() == 1

    def test_two_pages_make_two_records(self):
        for slug in ["one", "two"]:
            data = posted(OrganisationForm(), slug=slug, name_th="สมาคม", kind="association")
            assert OrganisationForm(data).try_save()
        assert Organisation.objects.count() == 2

    def test_an_address_taken_in_the_same_moment_is_told_beside_its_field(self, monkeypatch):
        builders.build_organisation(slug="taken")
        data = posted(OrganisationForm(), slug="taken", name_th="สมาคม", kind="association")
        form = OrganisationForm(data)
        seen = []
        monkeypatch.setattr(
            OrganisationForm,
            "validate_unique",
            lambda self: (
                seen.append(1) if not seen else super(VersionedForm, self).validate_unique()
            ),
        )
        assert not form.try_save()
        assert "slug" in form.errors

    def test_an_empty_request_saves_nothing(self):
        assert not OrganisationForm(None).try_save()


class TestTwoPeopleEditOneRecord:
    def test_saving_raises_the_version_by_one(self, association):
        form = sent(association, posted(opened(association), name_th="สมาคมใหม่"))
        assert form.try_save()
        association.refresh_from_db()
        assert (association.name_th, association.version) == ("สมาคมใหม่", 2)

    def test_the_older_page_saves_nothing_and_shows_both_texts(self, association, coordinator):
        mine = posted(opened(association), name_th="ชื่อของฉัน")
        with pghistory.context(user=coordinator.person.pk):
            assert sent(association, posted(opened(association), name_th="ชื่อของเขา")).try_save()
        form = sent(association, mine)
        assert not form.try_save()
        association.refresh_from_db()
        assert (association.name_th, association.version) == ("ชื่อของเขา", 2)
        [difference] = form.conflict.differences
        assert (difference.mine, difference.theirs) == ("ชื่อของฉัน", "ชื่อของเขา")
        assert form.conflict.who == coordinator.person
        assert form.conflict.when is not None
        assert form["name_th"].value() == "ชื่อของฉัน"
        page = rendered(form)
        assert "ชื่อของเขา" in page
        assert str(coordinator.person) in page

    def test_saving_again_is_a_decision_for_mine(self, association):
        mine = posted(opened(association), name_th="ชื่อของฉัน")
        sent(association, posted(opened(association), name_th="ชื่อของเขา")).try_save()
        form = sent(association, mine)
        form.try_save()
        assert sent(association, posted(form)).try_save()
        association.refresh_from_db()
        assert (association.name_th, association.version) == ("ชื่อของฉัน", 3)

    @pytest.mark.parametrize(
        ("choice", "kept"),
        [("theirs", "งบประมาณ"), ("both", "งบประมาณ\nวิทยากร"), ("mine", "วิทยากร")],
    )
    def test_one_can_keep_mine_or_the_other_text_or_both(self, association, choice, kept):
        mine = posted(opened(association), contribution="วิทยากร")
        sent(association, posted(opened(association), contribution="งบประมาณ")).try_save()
        form = sent(association, mine)
        form.try_save()
        again = posted(form, **{"keep-contribution": choice})
        assert sent(association, again).try_save()
        association.refresh_from_db()
        assert association.contribution == kept

    def test_what_only_the_other_person_changed_is_taken_over(self, association):
        mine = posted(opened(association), name_th="ชื่อของฉัน")
        theirs = posted(
            opened(association), contribution="งบประมาณ", is_partner="on", joined_on="2016-11-30"
        )
        sent(association, theirs).try_save()
        form = sent(association, mine)
        assert not form.try_save()
        assert form.conflict.differences == []
        assert {text.theirs for text in form.conflict.taken_over} >= {"งบประมาณ"}
        assert sent(association, posted(form)).try_save()
        association.refresh_from_db()
        assert association.name_th == "ชื่อของฉัน"
        assert association.contribution == "งบประมาณ"
        assert association.is_partner
        assert str(association.joined_on) == "2016-11-30"

    @pytest.mark.parametrize("version", ["²", "๙", "9" * 30, "-1", "x"])
    def test_a_page_with_a_version_that_is_none_saves_nothing(self, association, version):
        form = sent(association, posted(opened(association), version=version, name_th="สมาคมใหม่"))
        assert not form.try_save()
        assert form.conflict.differences
        association.refresh_from_db()
        assert association.name_th == "สมาคมเดิม"

    def test_a_page_without_its_version_saves_nothing(self, association):
        data = posted(opened(association), name_th="ชื่อของฉัน").copy()
        del data["version"]
        assert not sent(association, data).try_save()

    def test_a_record_deleted_meanwhile_stays_deleted(self, association):
        form = sent(association, posted(opened(association), name_th="ชื่อของฉัน"))
        Organisation.objects.filter(pk=association.pk).delete_softly()
        assert not form.try_save()
        assert form.non_field_errors()
        assert Organisation.everything.get(pk=association.pk).name_th == "สมาคมเดิม"

    def test_saving_without_looking_again_still_refuses_an_older_version(self, association):
        form = sent(association, posted(opened(association), name_th="ชื่อของฉัน"))
        assert form.is_valid()
        sent(association, posted(opened(association), name_th="ชื่อของเขา")).try_save()
        with pytest.raises(StaleRecord):
            form.save()


class TestWhatIsTyped:
    def test_invisible_characters_are_left_out(self, association):
        typed = "  สมาคม\u200b\x07 ใหม่\u0000 "
        assert sent(association, posted(opened(association), name_th=typed)).try_save()
        association.refresh_from_db()
        assert association.name_th == "สมาคม ใหม่"

    def test_lines_stay_lines_in_long_texts(self, association):
        typed = "หนึ่ง\r\n\r\n\r\nสอง\u200b"
        assert sent(association, posted(opened(association), contribution=typed)).try_save()
        association.refresh_from_db()
        assert association.contribution == "หนึ่ง\n\nสอง"

    def test_a_field_says_in_which_language_it_is_written(self, association):
        assert 'lang="th"' in str(opened(association)["name_th"])
        assert "lang" not in str(opened(association)["contribution"])

    def test_script_is_shown_as_text(self, association):
        form = sent(association, posted(opened(association), name_th="<script>x</script>" * 20))
        assert not form.try_save()
        assert "<script>" not in rendered(form)
        assert "&lt;script&gt;" in rendered(form)
