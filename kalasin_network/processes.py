"""What commands that start other processes share: signals, and children that end with us."""

import ctypes
import signal
import sys
import threading
from contextlib import contextmanager

PR_SET_PDEATHSIG = 1


def end_with_parent():
    """Ask the kernel to interrupt this process when its parent dies, even by `kill -9`.

    Only Linux can; elsewhere this does nothing. Meant for subprocess's preexec_fn, so it must
    not raise.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def leave(number, frame):
    """Signal handler: end this process as Ctrl-C would, running every `finally` on the way."""
    raise SystemExit(128 + number)


@contextmanager
def leaving_on_signals():
    """Let SIGTERM and SIGHUP run every `finally`; what nohup or others have set stays.

    An interrupt is heard in any case: a script's shell hides it from what it starts with `&`.
    """
    numbers = [n for n in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(n) == signal.SIG_DFL]
    handlers = dict.fromkeys(numbers, leave)
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        handlers[signal.SIGINT] = signal.default_int_handler
    with _handlers(handlers):
        yield


@contextmanager
def undisturbed():
    """Ignore the signals that end a process, so that a second Ctrl-C leaves nothing half done."""
    with _handlers(dict.fromkeys((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), signal.SIG_IGN)):
        yield


@contextmanager
def _handlers(wanted):
    if threading.current_thread() is not threading.main_thread():
        wanted = {}  # Python allows handlers in the main thread only
    before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
