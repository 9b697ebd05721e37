"""What people paste into fields: the same hard texts asked of every form and every page.

    @pytest.mark.parametrize(("typed", "kept"), bad_input.TEXTS)
    def test_a_name_is_kept_clean(coordinator, typed, kept):
        coordinator.post(url, {**data, "name_th": typed})
        assert Organisation.objects.get().name_th == kept

and `assert_refused(response, "name_th", bad_input.too_long(200))` for what cannot be saved.
"""

import html

import pytest

SCRIPT = "<script>alert('โจมตี')</script>"

# (typed, kept): what a field of one line makes of it
TEXTS = [
    pytest.param("  บ้านนา\t วิทยา  ", "บ้านนา วิทยา", id="spaces"),
    pytest.param("บ้าน\x07นา\x1b[31m\x00", "บ้านนา[31m", id="control characters"),
    pytest.param("บ้าน\u200bนา\ufeff\u2060", "บ้านนา", id="zero-width characters"),
    pytest.param("บ้าน\u202eนา\u202c", "บ้านนา", id="turned around"),
    pytest.param("กํา", "กํา", id="a sara am in two signs"),
    pytest.param("e\u0301cole", "\u00e9cole", id="a letter and its accent"),
    pytest.param("บ้านนา 👩🏽‍🏫🇹🇭", "บ้านนา 👩🏽‍🏫🇹🇭", id="emoji"),
    pytest.param(SCRIPT, SCRIPT, id="script"),
    pytest.param('"><b onclick=x>{{ 7|add:7 }}', '"><b onclick=x>{{ 7|add:7 }}', id="markup"),
    pytest.param("' OR 1=1; --", "' OR 1=1; --", id="SQL"),
    pytest.param("\ud83d นา".encode("utf-16", "surrogatepass").decode("utf-16", "ignore"), "นา",
                 id="half a character"),
]  # fmt: skip
# what is empty to the eye
EMPTY = [
    pytest.param("", id="nothing"),
    pytest.param("   ", id="spaces"),
    pytest.param("\u200b\u2060", id="zero-width characters"),
    pytest.param("\x00\x07", id="control characters"),
]


def too_long(most):
    """A Thai text of one letter more than fits, by what people see."""
    return "ก" * (most + 1)


def assert_refused(response, name, typed=None):
    """The page came back with an error beside the field `name`, and with what was `typed`."""
    assert response.status_code == 200
    form = response.context["form"]
    assert form.errors.get(name), f"no error beside {name}: {form.errors}"
    if typed:
        assert form[name].value() == typed
        assert html.escape(typed) in response.content.decode()


def assert_shown_as_text(response, text=SCRIPT):
    """The page holds `text` as text, never as markup."""
    page = response.content.decode()
    assert text not in page
    assert html.escape(text) in page
