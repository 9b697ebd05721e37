"""Prints the folder of the system's newest PostgreSQL binaries; gets Debian's if there is none."""

import sys
from pathlib import Path

from tests.system_packages import install


def binaries():
    """Return the folder of Debian's newest server, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in found), key=lambda path: int(path.parts[-2]), default=None)


if __name__ == "__main__":
    folder = binaries() or (install("postgresql") and binaries())
    if not folder:
        sys.exit(
            "No PostgreSQL under /usr/lib/postgresql, and none may be installed here. As root:"
            " apt install postgresql"
        )
    print(folder)
