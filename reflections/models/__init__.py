from reflections.models.contact_wishes import ContactWish
from reflections.models.editions import Edition, EditionText, SentenceRelease
from reflections.models.invitations import Invitation, Progress
from reflections.models.looks import Look
from reflections.models.mails import InvitationMail
from reflections.models.papers import Paper, PaperPhoto
from reflections.models.points import CodingDecision, Point
from reflections.models.reflections import NotAccepting, Reflection
from reflections.models.rights import RoundRight
from reflections.models.rounds import Round
from reflections.models.theme_counts import ThemeCount
from reflections.models.themes import Group, Section, Theme
from reflections.models.words import KeySentence, ThemeParaphrase

__all__ = [
    "CodingDecision",
    "ContactWish",
    "Edition",
    "EditionText",
    "Group",
    "Invitation",
    "InvitationMail",
    "KeySentence",
    "Look",
    "NotAccepting",
    "Paper",
    "PaperPhoto",
    "Point",
    "Progress",
    "Reflection",
    "Round",
    "RoundRight",
    "Section",
    "SentenceRelease",
    "Theme",
    "ThemeCount",
    "ThemeParaphrase",
]
