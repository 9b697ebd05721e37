"""Debian packages for tests and linting, where this process may install them."""

import os
import shutil
import subprocess
import sys


def install(*packages):
    """Install the packages with apt where that is allowed; return whether it was done.

    Allowed to root, and in CI to whoever has sudo without a password.
    """
    if not shutil.which("apt-get"):
        return False
    command = ["apt-get"]
    if os.geteuid() != 0:
        sudo = ["sudo", "--non-interactive"]
        may = os.environ.get("CI") and shutil.which("sudo")
        if not may or subprocess.run([*sudo, "true"], check=False).returncode:
            return False
        command = [*sudo, *command]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {' '.join(packages)} with apt ...", file=sys.stderr, flush=True)
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*command, "-q", *step], env=environment, stdout=subprocess.DEVNULL, check=False
        )
    return done.returncode == 0
