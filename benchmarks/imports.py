"""`python -m benchmarks.imports`: imports of 100,000 rows on a throw-away database, written down.

The time on the clock depends on what else the machine does; processor time of the command and of
PostgreSQL much less.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.__main__ import BASE_DIR, write_down
from kalasin_network.database import Embedded
from kalasin_network.processes import leaving_on_signals

ROWS = 100_000
A_SCHOOL = 12  # points
ORGANISATIONS = "code,name_th,district,affiliation,cluster,pupils\n"
POINTS = "school_code,question,group,text,theme_key,district,school_size\n"
GROUPS = [(1, "learner"), (1, "teacher"), (1, "director"), (1, "community"), (2, ""), (3, "")]


def main():
    folder = Path(tempfile.mkdtemp(prefix="kalasin-imports-"))
    folder.chmod(0o711)  # as root the database server runs as another account
    database = Embedded(BASE_DIR, data_dir=folder / "postgres")
    keys = {"SECRET_KEY": "only-for-measuring-" + "0123456789" * 5, "INVITATION_KEY": "x" * 50}
    os.environ.update(DATABASE_URL=database.url, **keys)
    with leaving_on_signals():
        try:
            database.start()
            write_down("imports", lines(folder))
        finally:
            database.stop()
            shutil.rmtree(folder, ignore_errors=True)


def lines(folder):
    manage("migrate", "--verbosity", "0")
    manage("load_places", "partners/places/kalasin.yaml")
    manage("import_themes", "reflections/data/themes.csv")
    organisations, points = folder / "organisations.csv", folder / "points.csv"
    organisations.write_text(ORGANISATIONS + "".join(map(organisation, range(ROWS))))
    points.write_text(POINTS + "".join(map(point, range(ROWS))))
    answers = ["import_reflections", "--round", "2559-11-30", "--create-schools"]
    steps = [
        ("new organisations", ["import_organisations", organisations]),
        ("the same again", ["import_organisations", organisations]),
        ("points of new schools", [*answers, "--create-round", "เวทีสะท้อนคิด", points]),
        ("the same again, with their themes", [*answers, "--coded", points]),
        ("the same again", [*answers, "--coded", points]),
    ]
    server = int(next(folder.rglob("postmaster.pid")).read_text().split()[0])
    return [
        f"{ROWS:,} rows each, measured on {date.today().isoformat()}, {os.cpu_count()} cores,"
        f" Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.0f} when it began.",
        "",
        "| what | on the clock | processor: command | processor: PostgreSQL | target | |",
        "|---|---|---|---|---|---|",
        *(line(what, command, server) for what, command in steps),
    ]


def line(what, command, server):
    """Run one import; a row of the table."""
    clock, own, others = time.monotonic(), os.times(), time_of_children(server)
    manage(*command)
    clock, now, others = time.monotonic() - clock, os.times(), time_of_children(server) - others
    own = now.children_user + now.children_system - own.children_user - own.children_system
    met = "met" if clock < 120 else "not met"
    row = f"| {what} | {clock:.0f} s | {own:.0f} s | {others:.0f} s | 120 s | {met} |"
    print(row, file=sys.stderr)
    return row


def manage(*command):
    subprocess.run(
        [sys.executable, "manage.py", *map(str, command)],
        cwd=BASE_DIR,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def time_of_children(server):
    """Seconds of processor time that the server's ended sessions took."""
    time.sleep(1)  # the last session may still be ending
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def organisation(n):
    name = f"โรงเรียนบ้าน{'กขคงจฉชซ'[n % 8]}{n % 97}วิทยา {n}"
    return f"46{n:06},{name},นามน,สพป.กาฬสินธุ์ เขต 1,กลุ่ม {n % 40},{n % 500}\n"


def point(n):
    question, group = GROUPS[n % 6]
    return f"99{n // A_SCHOOL:06},{question},{group},ข้อความที่ {n} อยากเห็น,{theme(n)},นามน,small\n"


def theme(n):
    return THEMES[n % 6][n % len(THEMES[n % 6])]


def themes():
    """The keys of the theme book by question and group, in the order of GROUPS."""
    rows = [row.split(",") for row in (BASE_DIR / "reflections/data/themes.csv").open()]
    return [[r[0] for r in rows if (r[1], r[2]) == (str(q), group)] for q, group in GROUPS]


THEMES = themes()

if __name__ == "__main__":
    main()
