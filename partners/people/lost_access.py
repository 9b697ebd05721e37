"""Helping people who cannot sign in any more, or who fear that somebody else can."""

from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext as _


@transaction.atomic
def reset_two_step(person):
    """Take away the second step and end all sign-ins; whether there was one."""
    gone, _kinds = Authenticator.objects.filter(user=person).delete()
    if gone:
        sign_out_everywhere(person)
    return bool(gone)


@transaction.atomic
def sign_out_everywhere(person):
    """End all sign-ins of a person who is helped. A lost phone holds their LINE, too."""
    forget_line(person)
    person.end_sign_ins()


def forget_line(person):
    """Disconnect LINE, whoever has connected it; whether it was."""
    return bool(SocialAccount.objects.filter(user=person).delete()[0])


@receiver(password_reset)
def forget_line_with_the_password(request, user, **_more):
    """With the old password somebody else may have connected theirs."""
    if forget_line(user):
        messages.info(
            request, _("LINE is disconnected as well. You can connect it again in My account.")
        )
