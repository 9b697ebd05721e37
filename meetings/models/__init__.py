from meetings.models.attendance import Attendance
from meetings.models.goals import Goal
from meetings.models.meetings import Meeting
from meetings.models.photos import Photo

__all__ = ["Attendance", "Goal", "Meeting", "Photo"]
