"""Whether this portal holds demonstration data: asked once a minute in each process."""

import time

from partners.models import Organisation

_memo = {"minute": None, "answer": False}


def is_demo_portal():
    """True while any organisation of the demo is in the database; at most a minute old."""
    minute = time.monotonic() // 60
    if _memo["minute"] != minute:
        _memo["answer"] = Organisation.everything.filter(is_demo=True).exists()
        _memo["minute"] = minute
    return _memo["answer"]
