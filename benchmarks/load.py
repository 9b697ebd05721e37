"""A small load generator: keep-alive connections in processes of their own, raw HTTP/1.1."""

import random
import re
import socket
import time
import uuid
from itertools import cycle
from multiprocessing import get_context
from urllib.parse import urlencode

NAME = "own generator (2 processes of 4 keep-alive connections each)"
PROCESSES, CONNECTIONS = 2, 4
FRESH = str(uuid.UUID(int=0)).encode()
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)


def request(path, *, headers=None, data=None):
    """The bytes of one request; `data` (a dict or list of pairs) makes it a POST."""
    body = urlencode(data).encode() if data is not None else b""
    lines = [f"{'POST' if data is not None else 'GET'} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if data is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def per_second(port, sent, seconds, expected):
    """Requests a second that are answered with status `expected`; anything else is an error.

    `sent` is a list of requests, asked in turn; FRESH in one is a new id each time.
    """
    context = get_context("spawn")
    with context.Pool(PROCESSES) as pool:
        counts = pool.starmap(_ask, [(port, sent, seconds, expected)] * PROCESSES)
    return sum(counts)


def _ask(port, sent, seconds, expected):
    """Ask in turn on several connections, so that the server always has something to do."""
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    requests = cycle(random.sample(sent, len(sent)))
    start, answered = time.monotonic(), 0
    for connection in sockets:
        connection.sendall(_fresh(next(requests)))
    while (now := time.monotonic()) - start < seconds:
        for connection in sockets:
            status = _read(connection)
            if status != expected:
                raise RuntimeError(
                    f"expected {expected}, the server answered {status}: {sent[0][:80]}"
                )
            connection.sendall(_fresh(next(requests)))
            answered += 1
    for connection in sockets:
        connection.close()
    return answered / (now - start)


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
