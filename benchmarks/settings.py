"""The portal's settings with the bare views beside its pages; only for measuring."""

import os
from pathlib import Path

from kalasin_network.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
STATIC_ROOT = Path(os.environ["BENCHMARK_DIR"]) / "static"
MEDIA_ROOT = Path(os.environ["BENCHMARK_DIR"]) / "media"
