"""A school's 8 digits: typed at the portal's short address they lead to the school's own link.

A code holds the number of the invitation and of its link's version, put through a shuffle of
all codes that INVITATION_KEY keys and that can be undone (a Feistel network over HMAC-SHA256). So
no two schools of open rounds share one, nothing is stored, and a typed code is looked up by key.
"""

from reflections import tokens

DIGITS, HALF, TURNS = 8, 10**4, 10
VERSIONS = 100  # then a school's codes come again
NUMBERS = 10**6  # then an invitation has the codes of one a million before it
LAPS = 10


def make(number, version):
    """The code of an invitation, as it is read out: 1234 5678."""
    left, right = divmod(number % NUMBERS * VERSIONS + version % VERSIONS, HALF)
    for turn in range(TURNS):
        left, right = right, (left + _mixed(turn, right)) % HALF
    return f"{left:04} {right:04}"


def digits(typed):
    """The digits of what somebody typed with any spaces and hyphens, Thai digits too."""
    return "".join(str(int(letter)) for letter in typed if letter.isdecimal())


def read(code):
    """(numbers that the invitation can have, newest first; its version modulo VERSIONS)."""
    left, right = divmod(int(code), HALF)
    for turn in reversed(range(TURNS)):
        left, right = (right - _mixed(turn, left)) % HALF, left
    number, version = divmod(left * HALF + right, VERSIONS)
    return [number + lap * NUMBERS for lap in reversed(range(LAPS))], version


def is_of(typed, number, version):
    """Whether `typed` is the code of this invitation."""
    return tokens.same(digits(typed), digits(make(number, version)))


def _mixed(turn, half):
    return tokens.number_of("digits", turn, half) % HALF
