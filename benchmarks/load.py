"""A small load generator: keep-alive connections in processes of their own, raw HTTP/1.1."""

import random
import re
import socket
import time
import uuid
from itertools import cycle
from multiprocessing import get_context
from urllib.parse import urlencode

NAME = "own generator (2 processes of 4 keep-alive connections each, renewed every 0.2 s)"
PROCESSES, CONNECTIONS, LIFE = 2, 4, 0.2
FRESH = str(uuid.UUID(int=0)).encode()
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)


FORM = "application/x-www-form-urlencoded"


def request(path, *, headers=None, data=None, body=None, kind=FORM):
    """The bytes of one request; `data` (a dict or list of pairs) or a `body` makes it a POST."""
    body = urlencode(data).encode() if data is not None else body
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if body is not None:
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


def per_second(port, sent, seconds, expected):
    """Requests a second that are answered with status `expected`; anything else is an error.

    `sent` is a list of requests, asked in turn; FRESH in one is a new id each time.
    """
    context = get_context("spawn")
    with context.Pool(PROCESSES) as pool:
        counts = pool.starmap(_ask, [(port, sent, seconds, expected)] * PROCESSES)
    return sum(counts)


def _ask(port, sent, seconds, expected):
    """Ask in turn on several connections, so that the server always has something to do.

    Each is renewed now and then: a worker that takes them all in the first moment would answer
    alone, on one core, for as long as they last.
    """
    asking = [_Connection(port) for _ in range(CONNECTIONS)]
    requests = cycle(random.sample(sent, len(sent)))
    start, answered = time.monotonic(), 0
    for connection in asking:
        connection.ask(_fresh(next(requests)))
    while (now := time.monotonic()) - start < seconds:
        for connection in asking:
            status = _read(connection.socket)
            if status != expected:
                raise RuntimeError(
                    f"expected {expected}, the server answered {status}: {sent[0][:80]}"
                )
            connection.ask(_fresh(next(requests)))
            answered += 1
    for connection in asking:
        connection.socket.close()
    return answered / (now - start)


class _Connection:
    """A keep-alive connection that is opened anew once it is LIFE seconds old, more or less."""

    def __init__(self, port):
        self.port, self.socket = port, None
        self.ends = 0

    def ask(self, request):
        if (now := time.monotonic()) >= self.ends:
            if self.socket:
                self.socket.close()
            self.socket = socket.create_connection(("127.0.0.1", self.port))
            self.ends = now + LIFE * random.uniform(0.5, 1.5)
        self.socket.sendall(request)


def _fresh(sent):
    return sent.replace(FRESH, str(uuid.uuid4()).encode()) if FRESH in sent else sent


def _read(connection):
    """Read one whole response; its status."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head[9:12])
    found = LENGTH.search(head)
    missing = (int(found[1]) if found else 0) - len(body)
    while missing > 0:
        missing -= len(_more(connection))
    return status


def _more(connection):
    data = connection.recv(262144)
    if not data:
        raise RuntimeError("the server closed the connection")
    return data
