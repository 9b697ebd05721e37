"""`make bench`: measures on a throw-away database and writes the figures into README.md."""

import os
import shutil
import socket
import sys
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kalasin_network.database import Embedded
from kalasin_network.processes import leaving_on_signals

BASE_DIR = Path(__file__).resolve().parent.parent
README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- {} -->", "<!-- end of {} -->"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def throw_away(name):
    """A database of its own that is gone afterwards, in the environment with all that the portal's
    server needs; gives the port on which to serve."""
    folder = Path(tempfile.mkdtemp(prefix=f"kalasin-{name}-"))
    folder.chmod(0o711)  # as root the database server runs as another account
    database = Embedded(BASE_DIR, data_dir=folder / "postgres")
    port = free_port()
    os.environ.update(
        DATABASE_URL=database.url,
        SECRET_KEY="only-for-measuring-" + "0123456789" * 5,
        INVITATION_KEY="only-for-measuring-" + "9876543210" * 5,
        DJANGO_SETTINGS_MODULE="benchmarks.settings",
        BENCHMARK_DIR=str(folder),
        PORT=str(port),
    )
    with leaving_on_signals():
        try:
            database.start()
            yield port
        finally:
            database.stop()
            shutil.rmtree(folder, ignore_errors=True)


def main():
    with throw_away("bench") as port:
        write_down("figures", run(port))
        write_down("first visit", measure_first_visit(port))


def run(port):
    """Load the demo and measure; the table's lines."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks import load, pages
    from kalasin_network import demo

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    demo.load("a-long-password-for-measuring")
    lines = [
        f"Measured on {date.today().isoformat()}, {os.cpu_count()} cores, Python"
        f" {sys.version.split()[0]}, with the {load.NAME} on the same machine,"
        f" medians of {pages.TURNS} turns of {pages.SECONDS} s each.",
        "",
        "| what | requests a second | compared with | ratio | target | |",
        "|---|---|---|---|---|---|",
    ]
    for what, found, other, bare, ratio, target in pages.measure(port):
        lines.append(
            f"| {what} | {found:,.0f} | {other}: {bare:,.0f} | {ratio:.3f} | {target:.3f} |"
            f" {'met' if ratio >= target else 'not met'} |"
        )
    return lines


def measure_first_visit(port):
    from benchmarks import first_visit

    return first_visit.measure(port)


def write_down(name, lines):
    """Print the figures and put them between the marks of that name in README.md."""
    print("\n".join(lines))
    begin, end = BEGIN.format(name), END.format(name)
    before, _, rest = README.read_text().partition(begin)
    after = rest.partition(end)[2]
    README.write_text(before + "\n".join([begin, *lines, end]) + after)


if __name__ == "__main__":
    main()
