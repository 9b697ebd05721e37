import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def folder():
    """A folder that other accounts may pass through; pytest closes its own tmp_path to them."""
    path = Path(tempfile.mkdtemp(prefix="kalasin-tests-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)
