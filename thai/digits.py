"""Thai and Arabic digits."""

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def to_thai_digits(text: str) -> str:
    """Write 0-9 as ๐-๙, as official minutes and letters do; all else stays."""
    return text.translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    """Write ๐-๙ as 0-9, as screens do; all else stays."""
    return text.translate(_TO_ARABIC)
