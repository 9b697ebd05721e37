"""One summary as JSON, as CSV, and as the snapshot that an edition keeps."""

import csv
import io
import json
from dataclasses import asdict
from datetime import datetime

from reflections.models.themes import Section
from reflections.summaries import RoundFacts, SectionLine, Summary, ThemeLine

BYTE_ORDER_MARK = "\ufeff"
COLUMNS = "key,question,group,parent,label_th,label_en,schools,points,share,rank".split(",")
POINT_COLUMNS = ["key", "question", "group", "text"]


def summary_json(summary):
    """The public JSON as bytes; the round's title is in the reader's language."""
    facts = summary.round
    data = {
        "round": {
            "slug": facts.slug,
            "title": facts.title,
            "status": facts.status,
            "opened": facts.opened,
            "closed": facts.closed,
        },
        "edition": summary.edition,
        "as_of": summary.as_of.isoformat(timespec="seconds"),
        "k": facts.k,
        "invited": summary.invited,
        "submitted": summary.submitted,
        "points": summary.points,
        "themes": [_theme_row(line) for line in summary.themes],
        "uncoded": [_section_row(line) for line in summary.uncoded],
        "set_aside": [_section_row(line) for line in summary.set_aside],
        "other": [_section_row(line) for line in summary.other],
        "voices": [_theme_row(line) for line in summary.voices],
    }
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"


def summary_csv(summary):
    """The themes as bytes for a spreadsheet: the same rows in the same order as in the JSON."""
    rows = (_theme_row(line) | {"share": f"{line.share:.4f}"} for line in summary.themes)
    return _csv(COLUMNS, ([row[column] for column in COLUMNS] for row in rows))


def points_csv(points):
    """Texts as bytes for a spreadsheet, their number last. `points`: (key, section, text)."""
    rows = [[key, *_question_and_group(section).values(), text] for key, section, text in points]
    return _csv(POINT_COLUMNS, [*rows, ["total", None, None, len(rows)]])


def to_snapshot(summary):
    """A Summary as plain values for a JSON column; `from_snapshot` makes the same one again."""
    return asdict(summary) | {"as_of": summary.as_of.isoformat()}


def from_snapshot(snapshot):
    """The Summary that `to_snapshot` took apart."""
    lists = {"themes": ThemeLine, "voices": ThemeLine}
    lists |= dict.fromkeys(["uncoded", "set_aside", "other"], SectionLine)
    facts = snapshot["round"]
    questions = {key: tuple(facts[key]) for key in ("questions_th", "questions_en")}
    return Summary(
        **snapshot
        | {name: tuple(line(**row) for row in snapshot[name]) for name, line in lists.items()}
        | {
            "round": RoundFacts(**facts | questions),
            "as_of": datetime.fromisoformat(snapshot["as_of"]),
        }
    )


def _question_and_group(section):
    section = Section(section)
    return {"question": section.question, "group": section.group}


def _theme_row(line):
    row = {
        "key": line.key,
        **_question_and_group(line.section),
        "parent": line.parent,
        "label_th": line.label_th,
        "label_en": line.label_en,
        "schools": line.schools,
        "points": line.points,
        "share": line.share,
        "rank": line.rank,
    }
    if line.share is None:
        del row["share"]
    return row


def _section_row(line):
    return {**_question_and_group(line.section), "points": line.points}


def _csv(columns, rows):
    """Bytes in UTF-8 with a byte-order mark, lines ended as spreadsheets expect (CR LF)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()
