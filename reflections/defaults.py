"""What a new round begins with: the three questions that the network's forum asked."""

QUESTIONS_TH = {
    1: "ภาพที่ต้องการให้เกิดในโรงเรียน",
    2: "แนวทางการพัฒนาสถานศึกษา และความต้องการจากภาคีเครือข่าย",
    3: "ปัญหา อุปสรรค ทุกข์ ของสถานศึกษา",
}
QUESTIONS_EN = {
    1: "The picture that we want to see in our school",
    2: "Ways to develop the school, and what it needs from the partner network",
    3: "Problems, obstacles and suffering of the school",
}

K = 5
SMALL_UP_TO, MEDIUM_UP_TO = 120, 300


def wording():
    """Field name -> wording of the three questions in both languages."""
    thai = {f"question_{number}_th": text for number, text in QUESTIONS_TH.items()}
    return thai | {f"question_{number}_en": text for number, text in QUESTIONS_EN.items()}
