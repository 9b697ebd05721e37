"""Pages whose form has more buttons than the one that saves: nothing typed is lost on the way."""

from django.forms.utils import ErrorDict

FOUND_AT_MOST = 30


class AsksFirst:
    """A form that may be sent only to look something up or to get more rows.

    Then it judges and saves nothing, and the page that comes back holds all that was typed.
    `asking` are the names of such buttons; the name `enter` is that of a hidden first button,
    which the Enter key presses: it looks up where something stands in the field `query`.
    """

    asking = ("find",)
    query = ""

    @property
    def only_asks(self):
        if not self.is_bound:
            return False
        pressed = any(name in self.data for name in self.asking)
        return pressed or ("enter" in self.data and bool(self.wanted))

    @property
    def wanted(self):
        """What stands in the field for looking up."""
        return str(self.data.get(self.add_prefix(self.query), "")).replace("\x00", "").strip()

    def full_clean(self):
        if self.only_asks:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self):
        return not self.only_asks and super().is_valid()

    def try_save(self):
        return not self.only_asks and super().try_save()
