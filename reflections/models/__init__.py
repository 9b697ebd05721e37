from reflections.models.editions import Edition, EditionText, SentenceRelease
from reflections.models.points import CodingDecision, Point, ThemeCount
from reflections.models.reflections import Look, Reflection
from reflections.models.rounds import Invitation, Round, RoundRight
from reflections.models.themes import Group, Section, Theme

__all__ = [
    "CodingDecision",
    "Edition",
    "EditionText",
    "Group",
    "Invitation",
    "Look",
    "Point",
    "Reflection",
    "Round",
    "RoundRight",
    "Section",
    "SentenceRelease",
    "Theme",
    "ThemeCount",
]
