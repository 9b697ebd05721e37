from meetings.models.goals import Goal
from meetings.models.meetings import Attendance, Meeting, Photo

__all__ = ["Attendance", "Goal", "Meeting", "Photo"]
