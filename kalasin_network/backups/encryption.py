"""A file under a passphrase, written and read piece by piece.

scrypt makes the key; AES-256-GCM seals pieces of 1 MiB, numbered, the last one marked, so that a
changed, moved or missing piece is found before anything of it is used.
"""

import os
import unicodedata
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"kalasin-network backup 1\n"
SALT, PREFIX, TAG = 16, 7, 16
PIECE = 1024 * 1024


class DamagedError(Exception):
    """The file is no backup, is damaged, or has another passphrase."""


class Sealer:
    """A writable file that seals what it is given into `file`; close() writes the last piece."""

    def __init__(self, file, passphrase):
        self._file, self._waiting, self._number = file, bytearray(), 0
        self._head = MAGIC + os.urandom(SALT + PREFIX)
        self._cipher = _cipher(passphrase, self._head)
        file.write(self._head)

    def write(self, data):
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]
        return len(data)

    def close(self):
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, piece, last=False):
        nonce = _nonce(self._head, self._number, last)
        self._file.write(self._cipher.encrypt(nonce, piece, self._head))
        self._number += 1


class Opener:
    """A readable file of what a Sealer wrote; raises DamagedError before it gives a wrong byte."""

    def __init__(self, file, passphrase):
        self._file, self._number, self._opened = file, 0, b""
        self._head = file.read(len(MAGIC) + SALT + PREFIX)
        if not self._head.startswith(MAGIC) or len(self._head) < len(MAGIC) + SALT + PREFIX:
            raise DamagedError("This file is no backup of the portal.")
        self._cipher = _cipher(passphrase, self._head)
        self._next = file.read(PIECE + TAG)

    def read(self, size):
        while self._next and len(self._opened) < size:
            piece, self._next = self._next, self._file.read(PIECE + TAG)
            try:
                nonce = _nonce(self._head, self._number, last=not self._next)
                self._opened += self._cipher.decrypt(nonce, piece, self._head)
            except InvalidTag:
                raise DamagedError(
                    "The passphrase does not fit."
                    if self._number == 0
                    else "The file is damaged or incomplete."
                ) from None
            self._number += 1
        given, self._opened = self._opened[:size], self._opened[size:]
        return given

    def check(self):
        """Read to the end, so that damage anywhere is found."""
        while self.read(PIECE):
            pass


@lru_cache(maxsize=2)  # slow on purpose, and asked again by each reader of the same file
def _cipher(passphrase, head):
    salt = head[len(MAGIC) : len(MAGIC) + SALT]
    words = unicodedata.normalize("NFC", passphrase).encode()
    return AESGCM(Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(words))


def _nonce(head, number, last):
    return head[-PREFIX:] + number.to_bytes(4, "big") + bytes([last])
