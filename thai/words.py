"""Thai text as people type it: cleaned for keeping, normalised for comparing, cut into words.

What the Unicode segmentation rules (UAX #29, `\\X`) make of Thai, which `length` counts by:
a consonant with all that stands above and below it is one (ที่, ก็), and so is one with สระอำ
(น้ำ); vowels that stand in the line by themselves count on their own (เก่า is three: เ ก่ า).
"""

import os
import unicodedata
from functools import lru_cache
from typing import Protocol

import regex

from thai.digits import to_arabic_digits
from thai.vocabulary import COMPOUNDS, PREFIXES

# An emoji with its joiners, a flag made of tags, a keycap: invisible characters belong there.
_EMOJI = (
    r"\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})*"
    r"(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})*)*"
    r"(?:[\U000E0020-\U000E007E]+\U000E007F)?"
    r"|[0-9#*]\uFE0F\u20E3"
)
_INVISIBLE = (
    r"\p{Default_Ignorable_Code_Point}|[\p{Cc}--[\n]]|\p{Cs}|\p{Noncharacter_Code_Point}"
    r"|[\uFFF9-\uFFFC]"
)
_KEEP_OR_DROP = regex.compile(rf"({_EMOJI})|(?:{_INVISIBLE})", regex.V1)
_DROP = regex.compile(rf"(?:{_INVISIBLE})", regex.V1)
_NEWLINE = regex.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = regex.compile(r"[\t\x1f\p{Zs}]+")

# Thai glyph variants in the private use area, as old PDF files and fonts for Windows hand them
# out on copying (U+F700 to U+F71A): the letters they stand for.
_OLD_GLYPHS = str.maketrans({0xF700 + i: letter for i, letter in enumerate("ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู")})


def _fold(text: str, invisible: regex.Pattern, replacement: str) -> str:
    text = _SPACES.sub(" ", _NEWLINE.sub("\n", text))
    text = invisible.sub(replacement, text)
    return unicodedata.normalize("NFC", text.translate(_OLD_GLYPHS))


def clean(text: str, multiline: bool = False) -> str:
    """What a person typed, fit to be stored: the same words without what nobody can see.

    Composed (NFC), without control and zero-width characters (joiners inside emoji stay), runs of
    spaces folded to one, trimmed. Line breaks become spaces, or stay with `multiline` (at most
    one empty line between two others).
    """
    text = _fold(text, _KEEP_OR_DROP, r"\1")
    if not multiline:
        return " ".join(text.split())
    lines = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return regex.sub(r"\n{3,}", "\n\n", lines).strip("\n")


# Marks can be typed in any order and look the same. They are compared in one: signs above and
# below, then tones, then what follows in the line (as PyThaiNLP's `normalize`, but in one pass
# over each run, and without its guesses about spaces).
_FOREIGN_MARK = regex.compile(r"(?<=[ก-๛])[\p{M}--[ก-๛]]+|[\p{M}--[ก-๛]]+(?=[ะ-ฺๅ็-๎])", regex.V1)
_RUN = regex.compile("[ะ-ฺๅ็-๎]{2,}")
_RANK = {"ฺ": -1} | dict.fromkeys("่้๊๋์๎", 1) | dict.fromkeys("ะาำๅ", 2)
_REPEATED = regex.compile("([ะ-ฺเ-ๅ็-๎])\\1+")
_SARA_AM = regex.compile("ํ([่-์]*)[าๅ]")
_LONG_A = regex.compile("(?<![ฤฦ])ๅ")


def _in_order(run: regex.Match) -> str:
    return "".join(sorted(run[0], key=lambda sign: _RANK.get(sign, 0)))


def normalise(text: str) -> str:
    """The text for searching and comparing: equal to the eye means equal here.

    As `clean`, on one line, in small letters, Thai digits as Arabic ones, nothing invisible at
    all; เเ is แ, ํ and า are ำ, marks stand in one order and only once. Normalising twice changes
    nothing more.
    """
    text = _fold(text, _DROP, "").lower()
    text = to_arabic_digits(unicodedata.normalize("NFC", text))
    text = _FOREIGN_MARK.sub("", text)
    text = _REPEATED.sub(r"\1", _RUN.sub(_in_order, text.replace("เเ", "แ")))
    text = _REPEATED.sub(r"\1", _SARA_AM.sub(r"\1ำ", _LONG_A.sub("า", text)))
    return " ".join(unicodedata.normalize("NFC", text).split())


def bigrams(text: str) -> list[str]:
    """The pairs of neighbouring characters in the normalised text without spaces, sorted, once.

    A single character gives itself, no text gives nothing.
    """
    letters = normalise(text).replace(" ", "")
    if len(letters) < 2:
        return [letters] if letters else []
    return sorted({letters[i : i + 2] for i in range(len(letters) - 1)})


def length(text: str) -> int:
    """How many characters a person sees (extended grapheme clusters; see the module's text)."""
    return sum(1 for _ in regex.finditer(r"\X", text))


class _Words(Protocol):
    def prefixes(self, text: str, start: int = 0) -> list[str]: ...


class _Dictionary:
    """The words PyThaiNLP brings and our own compounds, as its `newmm` asks for them.

    A set instead of PyThaiNLP's trie: 20 ms and 12 MB a process instead of 430 ms and 70 MB.
    """

    def __init__(self, known: frozenset[str]) -> None:
        self.known = known
        self.longest: dict[str, int] = {}
        for word in known:
            self.longest[word[:1]] = max(len(word), self.longest.get(word[:1], 0))

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        end = min(len(text), start + self.longest.get(text[start : start + 1], 0))
        pieces = (text[start:stop] for stop in range(start + 1, end + 1))
        return [piece for piece in pieces if piece in self.known]


@lru_cache(maxsize=1)
def _dictionary() -> _Words:
    # PyThaiNLP makes a folder in the home directory and may download what it lacks, unless told.
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
    from pythainlp.corpus import thai_words

    return _Dictionary(frozenset(thai_words()) | COMPOUNDS)


@lru_cache(maxsize=4096)
def _segment(text: str) -> tuple[str, ...]:
    dictionary = _dictionary()
    from pythainlp.tokenize import newmm

    return tuple(newmm.segment(text, dictionary, safe_mode=True))


def words(text: str) -> list[str]:
    """The text cut into words, spaces and punctuation included; joined they are the text again.

    By PyThaiNLP's `newmm`, with the compounds of `thai.vocabulary` kept whole.
    """
    return list(_segment(text))


_THAI_END = regex.compile(r"[\u0E01-\u0E3A\u0E40-\u0E4E]$")
_THAI_START = regex.compile(r"[\u0E01-\u0E2E\u0E40-\u0E44]")


def break_groups(text: str) -> list[str]:
    """The text in pieces that should each stay on one line, where it must be broken at all.

    Pieces end after a word, never before ๆ or ฯ, nor after a prefix such as การ or ความ.
    """
    groups: list[str] = []
    open_prefix = False
    for word in _segment(text):
        breakable = groups and _THAI_END.search(groups[-1]) and _THAI_START.match(word)
        if breakable and not open_prefix or not groups:
            groups.append(word)
        else:
            groups[-1] += word
        open_prefix = word in PREFIXES
    return groups


def with_breaks(text: str, mark: str = "\u200b") -> str:
    """The text with a mark (a zero-width space) wherever a line may well be broken inside Thai."""
    return mark.join(break_groups(text))


# A mark at the start of a point needs its dot, bracket, stroke or bullet: "3 ขวบอ่านออก" and
# "2559 เป็นปี" keep their numbers, and so do "1.5 ชั่วโมง", "10.30 น.", "1/2559" and "-5 องศา".
_BULLET = r"[•●○▪■◦‣·*–—]|-(?![0-9])"
_ORDINAL = r"\((?P<number>[0-9]{1,2})\)|(?P<number>[0-9]{1,2})(?:\)|\.\)|[./](?![0-9]))"
_POINT_MARK = regex.compile(rf"\s*(?:(?:{_BULLET})\s*)*(?:(?:{_ORDINAL})\s*)?")


def split_points(text: str) -> list[str]:
    """Pasted or dictated text as one text for each point: by lines, bullets and numbers.

    The marks go, empty points too. Several points on one line are told apart by • or by numbers
    that count on from the line's own: "1. ครู 2. เด็ก" are two, "1. ชั้น ป. 6" is one.
    """
    points: list[str] = []
    for line in clean(text, multiline=True).replace("•", "\n•").split("\n"):
        while line:
            mark = _POINT_MARK.match(to_arabic_digits(line))
            line, rest = line[mark.end() :], ""
            if mark["number"] and (following := _following(line, int(mark["number"]) + 1)):
                line, rest = line[: following.start()], line[following.start() :]
            points.append(line.strip())
            line = rest.strip()
    return [point for point in points if point]


def _following(line: str, number: int) -> regex.Match | None:
    mark = rf"(?<=\s)(?:\({number}\)|{number}(?:\)|\.\)|[./](?![0-9])))"
    return regex.search(mark, to_arabic_digits(line))
