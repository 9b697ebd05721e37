"""The demo's sign-ins: one person for every role, all in invented organisations."""

import json
from datetime import date

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings

from partners.models import Membership, Organisation, Person, Role

# e-mail, title, first name, surname, position, role, organisations (slugs)
PEOPLE = [
    ("admin", "นาย", "ดูแล", "สาธิต", "ผู้ดูแลระบบ", None, []),
    ("coordinator", "นางสาว", "ประสาน", "สาธิต", "ผู้ประสานงาน", Role.COORDINATOR, ["demo-a"]),
    ("coordinator2", "นาย", "ร่วมใจ", "สาธิต", "ผู้ประสานงาน", Role.COORDINATOR, ["demo-b"]),
    ("supervisor", "นาง", "นิเทศ", "สาธิต", "ศึกษานิเทศก์", Role.SUPERVISOR, ["demo-b"]),
    (
        "director",
        "นาย",
        "บริหาร",
        "สาธิต",
        "ผู้อำนวยการโรงเรียน",
        Role.DIRECTOR,
        ["demo-school-1", "demo-school-2"],
    ),
    ("member", "นางสาว", "ร่วมทาง", "สาธิต", "สมาชิก", Role.MEMBER, ["demo-a"]),
]
KEEPERS = ["coordinator", "supervisor"]


def address(name):
    return f"{name}@example.org"


def load(password, schools):
    """Make the six sign-ins; returns the administrator's {"totp", "recovery_code"}."""
    for name, title, first, last, position, role, slugs in PEOPLE:
        person = Person.objects.create_user(
            address(name),
            password,
            title=title,
            first_name=first,
            last_name=last,
            position=position,
            is_superuser=role is None,
            is_demo=True,
        )
        for slug in slugs:
            Membership.objects.create(
                person=person,
                organisation=Organisation.objects.get(slug=slug),
                role=role,
                started_on=date(2016, 10, 1),
            )
    return two_step(Person.objects.get(email=address("admin")))


def two_step(person):
    """Set up TOTP and recovery codes for `person`; the secrets are shown once by `make run`."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).get_unused_codes()
    return {"totp": secret, "recovery_code": codes[0]}


def sign_in_lines():
    """What `make run` prints: the sign-ins while the demo's people exist, else nothing."""
    if not settings.DEMO_SIGN_INS.exists():
        return []
    known = set(Person.objects.filter(is_demo=True).values_list("email", flat=True))
    kept = json.loads(settings.DEMO_SIGN_INS.read_text())
    lines = [
        f"  {address(name)}  {role.label if role else 'administrator'}"
        for name, _title, _first, _last, _position, role, _slugs in PEOPLE
        if address(name) in known
    ]
    if not lines:
        return []
    return [
        f"Demo sign-ins, password {kept['password']}",
        *lines,
        f"  admin's two-step: secret {kept['totp']}, recovery code {kept['recovery_code']}",
    ]
