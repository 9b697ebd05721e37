"""What a school that has answered may keep: a letter of thanks, its own points on a clean sheet.

Papers of Thai offices, in Thai whatever the reader's language.
"""

from django.utils import timezone, translation

from reflections.answering import in_parts, sent
from reflections.letters import NETWORK
from reflections.pdf import OfficialPdf
from thai.dates import format_date

SIGNED_AT = 75  # millimetres from the left margin


@translation.override("th")
def letter_of_thanks(answering, *, is_demo):
    """หนังสือขอบคุณ to the school, as the bytes of a PDF."""
    round, school = answering.round, answering.school
    inviting = round.inviting.name_th if round.inviting else NETWORK
    day = format_date(timezone.localdate(answering.reflection.sent_at), "th")
    paper = OfficialPdf(f"ขอขอบคุณ{school.name_th}", is_demo=is_demo)
    paper.line(f"วันที่ {day}", indent=SIGNED_AT)
    paper.gap()
    paper.fact("เรื่อง", f"ขอขอบคุณที่ร่วมสะท้อนคิด “{round.title_th}”")
    paper.fact("เรียน", f"ผู้บริหาร{school.name_th}")
    paper.text(
        f"ตามที่{school.name_th} ได้ร่วมสะท้อนคิด “{round.title_th}” เมื่อวันที่ {day}"
        " ถึงภาพที่อยากเห็นในโรงเรียน แนวทางพัฒนาและสิ่งที่ต้องการ ตลอดจนปัญหาและอุปสรรค นั้น"
    )
    paper.text(
        f"{inviting} ขอขอบคุณโรงเรียนที่สละเวลาร่วมสะท้อนคิดด้วยความสมัครใจ"
        " เสียงของโรงเรียนเป็นส่วนหนึ่งของภาพรวมทั้งจังหวัด ซึ่งภาคีเครือข่ายใช้ร่วมกันวางแผนสนับสนุนโรงเรียน"
        " และหวังว่าจะได้ร่วมมือกันต่อไป"
    )
    paper.text("จึงเรียนมาเพื่อโปรดทราบ")
    paper.gap()
    for text in ("ขอแสดงความนับถือ", "", inviting):
        paper.line(text, indent=SIGNED_AT)
    return paper.content


@translation.override("th")
def sheet_of_points(answering, points, *, is_demo):
    """The school's own points as it sent them, for its SAR or yearly plan; the bytes of a PDF."""
    round, school = answering.round, answering.school
    paper = OfficialPdf(f"ผลการสะท้อนคิดของ{school.name_th}", is_demo=is_demo)
    paper.line(f"ผลการสะท้อนคิดของ{school.name_th}", bold=True, centred=True)
    paper.line(f"“{round.title_th}”", centred=True)
    paper.line(_when(answering), centred=True)
    paper.gap()
    question = None
    for part in in_parts(round, sent(points)):
        if not part.points:
            continue
        if part.step.section.question != question:
            question = part.step.section.question
            paper.gap()
            paper.line(f"ข้อ {question}  {round.question(question)}", bold=True)
        if part.step.heading:
            paper.line(part.step.heading)
        paper.numbered(point.sent_text for point in part.points)
    return paper.content


def _when(answering):
    day = format_date(timezone.localdate(answering.reflection.sent_at), "th")
    return f"ส่งเมื่อวันที่ {day}"
