"""Thai dictionary order as a stored key that sorts by its bytes (`db_collation="C"`).

The rules are those of the Royal Institute's dictionary (พจนานุกรมฉบับราชบัณฑิตยสถาน, its notes on
the order of words):
1. Consonants stand in their written order, ฤ ฤๅ after ร and ฦ ฦๅ after ล; ย ว อ are consonants.
2. Vowels are ordered by their signs, not by sound: ะ ั า ำ ิ ี ึ ื ุ ู เ แ โ ใ ไ; a vowel that is
   written before its consonant counts after it (only the first one of a cluster: เกลียว is
   ก เ ล ี ย ว).
3. Consonants come before vowels: กก before กะ; and the shorter word before the longer.
4. Tone marks and ็ count only between words with the same letters: ็ before ่ ้ ๊ ๋.
Where the dictionary is silent we follow libthai and CLDR: ์ before ็, ํ between ฮ and ะ; ๆ ฯ,
spaces and punctuation are no letters. Figures follow Thai (a number by its value), then Latin,
then all else.
"""

import unicodedata

import regex

from thai.words import normalise

_LEADING_VOWEL = regex.compile("([เแโใไ])([ก-ฮ])")
_FIGURES_OR_CHAR = regex.compile("[0-9]+|.", regex.DOTALL)
# By weight, none being "0"; ฯ and ๆ only so that ต่าง and ต่างๆ are told apart.
_MARKS = {mark: chr(ord("1") + weight) for weight, mark in enumerate("๎ฺ์็่้๊๋ฯๆ")}
# The letters of the first level: Thai as it is (ํ in the place of ฯ, between consonants and
# vowels), figures and Latin as their full-width forms, which come later in Unicode.
_THAI = {chr(c): chr(c) for c in (*range(0xE01, 0xE2F), *range(0xE30, 0xE3A), *range(0xE40, 0xE46))}
_WIDE = {chr(c): chr(c + 0xFEE0) for c in (*range(0x30, 0x3A), *range(0x61, 0x7B))}
_LETTERS = _THAI | _WIDE | {"ํ": "ฯ"}
_AFTER_LATIN = "\uffee"
# Below every character of either level, so that the shorter comes first.
_LEVEL, _NAME = " ", "!"
_MOST_LETTERS, _MOST_MARKS = 200, 98


def sort_key(text: str) -> str:
    """The key of any text: its letters, a space, its marks by position.

    Equal for texts that differ in nothing but spaces, punctuation, case or accents. At most 299
    characters, that of a person at most 599: what follows after that does not count.
    """
    text = _LEADING_VOWEL.sub(r"\2\1", unicodedata.normalize("NFD", normalise(text)))
    letters: list[str] = []
    marks: list[str] = []
    for piece in _FIGURES_OR_CHAR.findall(text):
        if letter := _letter(piece):
            letters.append(letter)
            marks.append("0")
        elif piece in _MARKS and marks and marks[-1] == "0":
            marks[-1] = _MARKS[piece]
    return "".join(letters)[:_MOST_LETTERS] + _LEVEL + "".join(marks)[:_MOST_MARKS].rstrip("0")


def _letter(piece: str) -> str:
    """What a piece counts on the first level: nothing for marks, spaces, punctuation, accents."""
    if piece.isascii() and piece.isdecimal():
        # By value: how many figures there are, then the figures.
        figures = piece.lstrip("0") or "0"
        return chr(0xFF10 + min(len(figures), 48)) + "".join(_WIDE[f] for f in figures)
    if piece in _LETTERS:
        return _LETTERS[piece]
    is_letter = unicodedata.category(piece)[0] in "LN" and piece not in _MARKS
    return _AFTER_LATIN + piece if is_letter else ""


# A title is left out only where a name follows it, not where a vowel or mark makes it part of the
# name's own first syllable (นางาม, นายิกา), nor where a single letter would be left.
_TITLE = regex.compile(
    r"""(?:
      (?:นายแพทย์|นาย|นางสาว|นาง(?!สาว)|เด็กชาย|เด็กหญิง|แพทย์หญิง|หม่อมหลวง|หม่อมราชวงศ์
        |(?:ผู้ช่วย|รอง)?ศาสตราจารย์|ดอกเตอร์|อาจารย์|พระครู|พระมหา|พระอาจารย์|ว่าที่
        |(?:จ่า|พล|พัน|ร้อย|สิบ|จ่าสิบ)(?:ตำรวจ)?(?:ตรี|โท|เอก)|ดาบตำรวจ)\s*
      | (?:พระ|คุณ|ครู|นพ|พญ|ดร|นส|ดช|ดญ)\s+
      | (?:[ก-ฮ]{1,4}\.\s*)+(?:หญิง\s*)?
      | (?:mr|mrs|ms|miss|dr|(?:(?:asst|assoc)\.?\s*)?prof)(?:\.\s*|\s+)
    )(?=[เแโใไ]?[ก-ฮa-z][็-๎]*[^\s็-๎])""",
    regex.VERBOSE,
)
_SCHOOL = regex.compile(r"(?:โรงเรียน|ร\.?\s?ร\.|รร\s)\s*(?=\S)")


def person_sort_key(first_name: str, last_name: str = "") -> str:
    """The key of a person: the first name without titles (นาย, น.ส., ดร., ว่าที่ ร.ต., ...) decides.

    Only then the surname, which is never shortened. A name in one piece (นายสมใจ ใจดี) is parted
    at its space.
    """
    name = normalise(first_name)
    while title := _TITLE.match(name):
        name = name[title.end() :]
    if not last_name:
        name, _, last_name = name.partition(" ")
    return sort_key(name) + _NAME + sort_key(last_name)


def school_sort_key(name: str) -> str:
    """The key of a school or other organisation: without โรงเรียน, รร. or ร.ร. before its name."""
    name = normalise(name)
    prefix = _SCHOOL.match(name)
    return sort_key(name[prefix.end() :] if prefix else name)
