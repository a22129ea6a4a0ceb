"""The lock is one for which wheels for Windows were found."""

from __future__ import annotations

import json
import re

from tests.wheels import FOUND, LOCK, PYTHONS, digest


def test_the_lock_was_looked_at() -> None:
    """Without a network: by the digest of the lock for which the package index had them all."""
    found = json.loads(FOUND.read_text())
    assert found["lock"] == digest(), "requirements.lock has changed: run `python -m tests.wheels`"
    pins = re.findall(r"^[a-z0-9][^ ]*==\S+(?: ;.*)? \\$", LOCK.read_text(), re.MULTILINE | re.IGNORECASE)
    always = [pin for pin in pins if " ; " not in pin]
    assert set(found["wheels"]) == set(PYTHONS)
    assert all(len(always) <= count <= len(pins) for count in found["wheels"].values())
