"""Makes records for tests: each builder fills what a test does not care about."""

import itertools
import uuid
from datetime import timedelta
from io import BytesIO

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Max
from django.utils import timezone
from PIL import Image

from meetings.models import Attendance, Goal, Meeting, Photo
from meetings.pictures import make_pictures
from partners.models import (
    Affiliation,
    District,
    Membership,
    MembershipInvitation,
    Organisation,
    Person,
    Role,
    SchoolCluster,
    Zone,
)
from reflections.counting import summary_of
from reflections.models import (
    Edition,
    Invitation,
    Paper,
    PaperPhoto,
    Point,
    Reflection,
    Round,
    RoundRight,
    Section,
    Theme,
)
from reflections.publishing import snapshot_of

PASSWORD = "a-long-password-for-tests"
_number = itertools.count(1)


def build_district(name_th="นามน", **fields):
    number = next(_number)
    fields = {"key": f"district-{number}", "name_en": f"District {number}", **fields}
    return District.objects.create(name_th=name_th, **fields)


def build_zone(**fields):
    number = next(_number)
    return Zone.objects.create(**{"key": f"zone-{number}", "name_th": f"โซน {number}", **fields})


def build_affiliation(name_th=None, **fields):
    number = next(_number)
    fields = {"key": f"affiliation-{number}", "name_th": name_th or f"สังกัด {number}", **fields}
    return Affiliation.objects.create(**fields)


def build_cluster(name_th=None, **fields):
    number = next(_number)
    fields = {"key": f"cluster-{number}", "name_th": name_th or f"กลุ่ม {number}", **fields}
    return SchoolCluster.objects.create(**fields)


def build_organisation(name_th=None, **fields):
    number = next(_number)
    fields = {"kind": Organisation.Kind.ASSOCIATION, "slug": f"organisation-{number}", **fields}
    return Organisation.objects.create(name_th=name_th or f"องค์กร {number}", **fields)


def build_school(name_th=None, **fields):
    number = next(_number)
    fields = {"code": f"46{number:08}", "kind": Organisation.Kind.SCHOOL, **fields}
    return build_organisation(name_th or f"โรงเรียนบ้านทดสอบ {number}", **fields)


def build_person(first_name=None, role=None, organisation=None, **fields):
    """A person; with `role`, a membership in `organisation` (a new one, if none)."""
    number = next(_number)
    fields = {"email": f"person{number}@example.org", "last_name": "ทดสอบ", **fields}
    person = Person.objects.create_user(
        password=PASSWORD, first_name=first_name or f"คนที่ {number}", **fields
    )
    if role:
        if organisation is None:
            make = build_school if role == Role.DIRECTOR else build_organisation
            organisation = make()
        give_role(person, role, organisation)
    return person


def build_invitation(organisation=None, **fields):
    """An open invitation to an organisation; `.token` and `.link` are its secret."""
    organisation = organisation or build_organisation()
    fields = {"role": Role.MEMBER, "name": f"ผู้รับเชิญ {next(_number)}", **fields}
    return MembershipInvitation.objects.create(organisation=organisation, **fields)


def give_role(person, role, organisation):
    """A membership that has run for a month."""
    return Membership.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        started_on=timezone.localdate() - timedelta(days=30),
    )


def set_up_two_step(person):
    """Switch on two-step sign-in; returns the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def build_meeting(title_th=None, **fields):
    number = next(_number)
    fields = {"kind": Meeting.Kind.FORUM, **fields}
    return Meeting.objects.create(title_th=title_th or f"การประชุมทดสอบ {number}", **fields)


def build_goal(title_th=None, **fields):
    number = next(_number)
    fields = {"slug": f"goal-{number}", "order": number, **fields}
    return Goal.objects.create(title_th=title_th or f"เป้าหมาย {number}", **fields)


def build_round(status=Round.Status.OPEN, keepers=(), **fields):
    number = next(_number)
    now = timezone.now()
    fields = {
        "slug": f"round-{number}",
        "title_th": f"รอบทดสอบ {number}",
        "question_1_th": "ภาพที่ต้องการให้เกิดในโรงเรียน",
        "question_2_th": "แนวทางการพัฒนาสถานศึกษา และความต้องการจากภาคีเครือข่าย",
        "question_3_th": "ปัญหา อุปสรรค ทุกข์ ของสถานศึกษา",
        "opened_at": None if status == Round.Status.DRAFT else now - timedelta(days=1),
        "closes_at": now + timedelta(days=30),
        "closed_at": now if status == Round.Status.CLOSED else None,
        "controller_name": "องค์กรสาธิต ก",
        "controller_contact": "0 4300 0000",
        "contact": "ผู้ประสานงาน โทร. 0 4300 0001",
        "names_cut_on": (now + timedelta(days=365)).date(),
        **fields,
    }
    round = Round.objects.create(status=status, **fields)
    for keeper in keepers:
        RoundRight.objects.create(round=round, person=keeper, right="keep")
    return round


def invite(round, school):
    return Invitation.objects.create(round=round, school=school)


def build_reflection(round, school=None, status=Reflection.Status.SENT, texts=(), **fields):
    """A school's answer; `texts` are (section, text[, theme]) and are sent with it."""
    school = school or build_school()
    invitation = Invitation.objects.filter(round=round, school=school).first()
    sent = status == Reflection.Status.SENT
    reflection = Reflection.objects.create(
        round=round,
        organisation=school,
        invitation=invitation or invite(round, school),
        status=status,
        sent_at=timezone.now() if sent else None,
        withdrawn_at=timezone.now() if status == Reflection.Status.WITHDRAWN else None,
        **fields,
    )
    for position, (section, text, *theme) in enumerate(texts):
        build_point(reflection, section, text, theme=theme[0] if theme else None, position=position)
    return reflection


def build_point(reflection, section=Section.LEARNER, text=None, **fields):
    text = text or f"ข้อความ {next(_number)}"
    sent = reflection.status == Reflection.Status.SENT
    fields = {"sent_text": text if sent else None, **fields}
    return Point.objects.create(reflection=reflection, section=section, text=text, **fields)


def build_voice(round, **fields):
    """What a group has said, sent."""
    fields = {"group_name": f"กลุ่ม {next(_number)}", "group_people": 9, **fields}
    sent = {"status": Reflection.Status.SENT, "sent_at": timezone.now()}
    return Reflection.objects.create(round=round, kind=Reflection.Kind.GROUP, **sent, **fields)


def build_paper_photo(reflection, **fields):
    """A picture of a paper that was typed in for `reflection`, kept as an upload would keep it."""
    fields = {"made_it_count": True, **fields}
    paper = Paper.objects.create(reflection=reflection, form_key=uuid.uuid4(), **fields)
    photo = PaperPhoto(paper=paper)
    photo.keep(make_pictures(picture()).large)
    return photo


def build_theme(section=Section.LEARNER, label_th=None, **fields):
    number = next(_number)
    fields = {"key": f"theme_{number}", "order": number, **fields}
    return Theme.objects.create(section=section, label_th=label_th or f"ประเด็น {number}", **fields)


def build_edition(round, **fields):
    """What `round` says now as an edition, published unless `state` says otherwise."""
    state = fields.get("state", Edition.State.PUBLISHED)
    last = round.editions.aggregate(last=Max("number"))["last"] or 0
    number = last + 1 if state in ("proposed", "published") else None
    proposed_for = fields.pop("proposed_for", None) or build_organisation()
    summary = summary_of(round, every_theme=False, edition=number)
    fields = {
        "number": number,
        "state": state,
        "snapshot": snapshot_of(round, summary, proposed_for),
        "published_at": timezone.now() if state == Edition.State.PUBLISHED else None,
        "proposed_by": fields.get("proposed_by") or build_person(),
        **fields,
    }
    edition = Edition.objects.create(round=round, proposed_for=proposed_for, **fields)
    edition.reflections.set(round.reflections.counted())
    return edition


def picture(width=60, height=40, format="JPEG", name="photo.jpg", **options):
    """An uploaded picture, as a browser sends it; `options` go to Pillow's save."""
    made, out = Image.new("RGB", (width, height), "#9b1b3b"), BytesIO()
    made.save(out, format, **options)
    return SimpleUploadedFile(name, out.getvalue(), f"image/{format.lower()}")


def build_photo(meeting, **fields):
    """A picture of `meeting` in both sizes, kept as an upload would keep it."""
    return Photo(meeting=meeting, **fields).keep(make_pictures(picture()))


def build_attendance(meeting, name=None, **fields):
    return Attendance.objects.create(
        meeting=meeting, name=name or f"นายคนที่ {next(_number)}", **fields
    )
