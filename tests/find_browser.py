"""Finds a Chromium for the browser tests, or gets one; says plainly what to do if it cannot."""

import contextlib
import os
import shutil
import subprocess
import sys

from tests.system_packages import install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ADVICE = (
    "No Chromium that runs was found, and none could be installed. Install one (Debian: apt install"
    " chromium), or name one: CHROMIUM=/path/to/chromium make test"
)


def find():
    """Return the path of a Chromium that starts, or None."""
    if os.environ.get("CHROMIUM"):
        return _running(os.environ["CHROMIUM"])
    candidates = [shutil.which(name) for name in NAMES] + [*PLACES, _playwrights_own()]
    return next((path for path in candidates if path and _running(path)), None)


def chromium():
    """Return the path of a Chromium for a test; raises RuntimeError where there is none."""
    path = find()
    if not path:
        raise RuntimeError(ADVICE)
    return path


def get():
    """Install a Chromium: Playwright's own, else Debian's; return its path or None."""
    print("Getting a Chromium for the browser tests ...", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    with contextlib.suppress(subprocess.TimeoutExpired):  # a download that stands still
        subprocess.run(command, stdout=subprocess.DEVNULL, timeout=600, check=False)
    return find() or (install("chromium") and find()) or None


def _playwrights_own():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _running(path):
    """Return the path if that program starts: an installed one may lack its libraries."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return path if done.returncode == 0 else None


if __name__ == "__main__":
    if os.environ.get("CHROMIUM") and not find():
        sys.exit(f"CHROMIUM names {os.environ['CHROMIUM']}, which does not run. {ADVICE}")
    if not (find() or get()):
        sys.exit(ADVICE)
