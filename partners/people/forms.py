"""Forms about people."""

from partners.forms import VersionedForm
from partners.models import Person


class AccountForm(VersionedForm):
    """What a person says of themselves."""

    class Meta:
        model = Person
        fields = ["title", "first_name", "last_name", "position", "phone"]
