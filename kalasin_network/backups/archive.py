"""What lies in a backup: a tar stream of a note about itself, the database, and the files."""

import io
import json
import tarfile
import time
from itertools import groupby

NOTE, DATABASE, FILES = "portal.json", "database/", "media/"
PART = 8 * 1024 * 1024


def pack(target, note, dump, folder):
    """Write the note (a dict), the dump (a readable file) and the folder's files to target."""
    with tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, NOTE, json.dumps(note).encode())
        number = 0
        while part := dump.read(PART):  # its size is not known beforehand, so it goes in parts
            _add(tar, f"{DATABASE}{number:08}", part)
            number += 1
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    name = f"{FILES}{path.relative_to(folder)}"
                    info = tar.gettarinfo(arcname=name, fileobj=file)
                    info.uid, info.gid, info.uname, info.gname = 0, 0, "", ""
                    tar.addfile(info, file)


def _add(tar, name, content):
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = len(content), int(time.time()), 0o600
    tar.addfile(info, io.BytesIO(content))


def note_of(source):
    """Return the note of the backup in source, which is read no further than needed."""
    with tarfile.open(fileobj=source, mode="r|") as tar:
        return json.load(tar.extractfile(tar.next()))


def unpack(source, restore_database, folder):
    """Give the dump's parts (an iterable of bytes) to restore_database, and write the files."""
    with tarfile.open(fileobj=source, mode="r|") as tar:
        for kind, members in groupby(tar, key=lambda member: member.name.partition("/")[0] + "/"):
            if kind == DATABASE:
                restore_database(tar.extractfile(member).read() for member in members)
            elif kind == FILES:
                for member in members:
                    _write_file(tar, member, folder)


def _write_file(tar, member, folder):
    member.name = member.name.removeprefix(FILES)
    # the filter refuses names that lead out of the folder, links and devices
    tar.extract(member, folder, filter="data")
