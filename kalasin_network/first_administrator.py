"""How somebody comes in where nobody is yet, or where nobody can help any more."""

from django.db import transaction

from partners.models import MembershipInvitation, Person


def first_administrator_address():
    """The one-time address where the first administrator signs up; None once there are people.

    Each call gives a new one and withdraws the one before: only its hash is stored.
    """
    if Person.objects.exists():
        return None
    return invite_administrator()


@transaction.atomic
def invite_administrator(email="", name=""):
    """Invite an administrator from the server itself; returns the one-time address.

    An earlier open invitation from the server for the same address is withdrawn. ValidationError
    where `email` is no address or `name` too long.
    """
    invitation = MembershipInvitation(is_administrator=True, email=email, name=name)
    invitation.clean_fields(exclude=["token_hash", "invited_by"])
    from_server = MembershipInvitation.objects.open().filter(
        is_administrator=True, invited_by=None, email=email.lower()
    )
    for earlier in from_server:
        earlier.withdraw()
    invitation.save()
    return invitation.link
