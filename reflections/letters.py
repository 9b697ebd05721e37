"""The letter that invites schools, and the form on paper. Both are papers of Thai offices: in Thai,
whatever the coordinator reads. The office adds crest, number and date to the letter itself.
"""

from django.utils import timezone, translation
from docx.shared import Cm

from reflections.documents import OfficialDocument
from reflections.line_messages import short_address
from reflections.steps import STEPS
from thai.dates import format_date, format_datetime

DOTS = "…" * 24
NETWORK = "เครือข่ายภาคีการศึกษาจังหวัดกาฬสินธุ์"
TO_BE_TOLD = "วันที่จะแจ้งให้ทราบ"
SIGNED_AT = Cm(7.5)
LINES_OF_A_GROUP, LINES_OF_A_QUESTION = 4, 6


def _until(round):
    if not round.closes_at:
        return TO_BE_TOLD
    return "วันที่ " + format_datetime(timezone.localtime(round.closes_at), "th")


def _followed(round):
    """What the round follows from or leads to, as the beginning of a sentence."""
    meeting = round.meeting
    if not meeting:
        return ""
    if meeting.status == meeting.Status.PLANNED:
        return f"เนื่องด้วยจะมี{meeting.title_th} "
    return f"สืบเนื่องจาก{meeting.title_th} "


def _meeting_to_come(round):
    """Day and place of a meeting that is still to come, as a sentence, or ''."""
    meeting = round.meeting
    if not meeting or meeting.status != meeting.Status.PLANNED or not meeting.held_on:
        return ""
    day = format_date(meeting.held_on, "th", precision=meeting.precision)
    place = f" ณ {meeting.place}" if meeting.place else ""
    return f"และขอเชิญร่วม{meeting.title_th} ในวันที่ {day}{place} "


@translation.override("th")
def invitation_letter(round, *, is_demo):
    """The body of หนังสือเชิญ, as the bytes of a DOCX."""
    paper = OfficialDocument(f"ขอเชิญร่วมสะท้อนคิด {round.title_th}", is_demo=is_demo)
    inviting = round.inviting.name_th if round.inviting else NETWORK
    paper.fact("เรื่อง", f"ขอเชิญร่วมสะท้อนคิด “{round.title_th}”")
    paper.fact("เรียน", f"ผู้บริหารโรงเรียน{DOTS}")
    paper.fact("สิ่งที่ส่งมาด้วย", "ใบ QR สำหรับตอบทางโทรศัพท์  จำนวน 1 ใบ")
    paper.text(
        f"{_followed(round)}{inviting} ประสงค์จะรับฟังเสียงของโรงเรียน"
        " เพื่อรวบรวมเป็นภาพรวมของทั้งจังหวัด และให้ภาคีเครือข่ายร่วมกันสนับสนุนได้ตรงกับที่โรงเรียนต้องการ"
    )
    questions = " ".join(f"({n}) {round.question(n)}" for n in (1, 2, 3))
    paper.text(
        f"ในการนี้ จึงขอเชิญโรงเรียนร่วมสะท้อนคิดโดยสมัครใจใน 3 เรื่อง ได้แก่ {questions}"
        " ใช้เวลาประมาณ 7 นาที ข้ามส่วนใดก็ได้ เขียนเพียงเรื่องเดียวก็ส่งได้"
        " คำตอบทุกข้อไม่ใช้ประเมินหรือจัดอันดับโรงเรียนหรือบุคคลใด"
    )
    paper.text(
        f"โรงเรียนตอบได้จนถึง{_until(round)} โดยสแกน QR ในใบที่ส่งมาด้วย หรือพิมพ์"
        f" {short_address()} แล้วใส่รหัสเชิญ 8 หลักในใบ {_meeting_to_come(round)}"
        f"หากมีข้อสงสัย สอบถามได้ที่ {round.contact or DOTS}"
    )
    paper.text("จึงเรียนมาเพื่อโปรดพิจารณา")
    for text in ("", "ขอแสดงความนับถือ", "", "", f"({DOTS})", f"ตำแหน่ง {DOTS}"):
        paper.line(text, indent=SIGNED_AT, keep=True)
    return paper.content


def _promises(round):
    """The three lines that tell who sees an answer, as they hold for one on paper."""
    keepers = round.keeper_names() or DOTS
    cut = format_date(round.names_cut_on, "th") if round.names_cut_on else DOTS
    return [
        f"มีเพียง {keepers} ที่รู้ว่าข้อความใดเป็นของโรงเรียนใด"
        " คนอื่นเห็นจำนวนโรงเรียน และข้อความข้อ 1–2 ที่ไม่มีชื่อโรงเรียน",
        "ข้อความข้อ 3 ไม่นำไปเผยแพร่ นอกจากผู้มีชื่อข้างต้น มีเพียงผู้จัดกลุ่มข้อความที่ได้อ่าน โดยไม่เห็นชื่อโรงเรียน"
        " คำตอบทุกข้อไม่ใช้ประเมินหรือจัดอันดับโรงเรียนหรือบุคคลใด",
        f"เขียนเท่าที่สบายใจ แก้ไขหรือถอนได้โดยแจ้ง {round.contact or DOTS}"
        f" เมื่อถอน ข้อความจะถูกลบ และชื่อโรงเรียนจะถูกตัดออกจากคำตอบทุกข้อภายใน {cut}",
    ]


@translation.override("th")
def blank_form(round, *, is_demo):
    """The three questions on paper with lines to write on, as the bytes of a DOCX."""
    paper = OfficialDocument(f"ร่วมสะท้อนคิด {round.title_th}", is_demo=is_demo)
    paper.line(f"ร่วมสะท้อนคิด “{round.title_th}”", bold=True, centred=True)
    paper.line(f"โรงเรียน{DOTS}{DOTS} อำเภอ{DOTS}")
    paper.line("เขียนสั้น ๆ บรรทัดละหนึ่งเรื่อง ข้ามส่วนใดก็ได้ เขียนเพียงเรื่องเดียวก็ส่งได้ เขียนต่อด้านหลังได้")
    question = None
    for step in STEPS:
        if step.section.question != question:
            question = step.section.question
            paper.line(f"ข้อ {question}  {round.question(question)}", bold=True, keep=True)
        if step.is_open_hearted:
            paper.line("เขียนได้ตามจริง ไม่ต้องเอ่ยชื่อบุคคล ข้อความในข้อนี้ไม่นำไปเผยแพร่", keep=True)
        if step.heading:
            paper.line(step.heading, keep=True)
        paper.dotted(LINES_OF_A_GROUP if step.heading else LINES_OF_A_QUESTION)
    paper.line("ใครเห็นคำตอบนี้บ้าง", bold=True, keep=True)
    for number, promise in enumerate(_promises(round), start=1):
        paper.line(f"{number}. {promise}")
    controller = f"{round.controller_name} {round.controller_reached}".strip() or DOTS
    paper.line(f"ผู้ควบคุมข้อมูล {controller}")
    paper.line(f"ส่งคืนภายใน{_until(round)} ที่ {round.contact or DOTS}", bold=True)
    return paper.content
