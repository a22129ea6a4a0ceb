"""Secrets: made, hashed, compared. Nothing that opens a door is ever stored or logged as it is."""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

LEAST_PASSWORD = 10
_PASSES = 3
_BYTES = 24
_LOOKED_AT = 60
"""Characters that are looked at for being guessable: time grows with the square, and more cannot be guessed anyway."""
_LEAST_OWN = 6
"""Characters of a password beside the login name."""
_NICENESS = 10
_LEAST_SCORE = 2
"""zxcvbn: 2 withstands somebody who tries through the login page, whatever list he has."""


def _give_way() -> None:
    # Linux alone has this for one thread: elsewhere such a number would be that of some process.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


_HASHING = ThreadPoolExecutor(2, "hashing", _give_way)
"""Passwords are hashed when nothing else wants the processor: calendars and pages do not wait for it."""


def new_secret(prefix: str) -> str:
    """A new random secret of 192 bits; the prefix says what it is for when it turns up somewhere."""
    return f"{prefix}_{secrets.token_urlsafe(_BYTES)}"


def new_id() -> str:
    """A random id that opens nothing."""
    return secrets.token_hex(8)


def digest(secret: str) -> str:
    """What is stored of a random secret. A plain hash is enough: 192 random bits cannot be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_password(password: str, memory_mb: int) -> str:
    """Argon2id; takes a fifth of a second of a processor for 64 MB, on purpose."""
    return _HASHING.submit(_hasher(memory_mb).hash, password).result()


def is_guessable(password: str, login: str) -> bool:
    """Whether a password is one of the commonest, a row of keys or digits, repeats itself, or is made from the login name."""
    from zxcvbn import zxcvbn

    if login and len(password.casefold().replace(login.casefold(), "")) < _LEAST_OWN:
        return True
    known = [word for word in (login, "lunjie", "library", "tushuguan", "图书馆") if word]
    found = zxcvbn(password[:_LOOKED_AT], user_inputs=known)  # type: ignore[no-untyped-call]
    return bool(found["score"] < _LEAST_SCORE)


def password_fits(password: str, stored: str | None, memory_mb: int) -> bool:
    """Whether a password is the right one. Without an account the same time is spent, so that logins cannot be probed.

    ``memory_mb``: what passwords are hashed with now; one that is stored says itself what it was hashed with.
    """
    fits = _HASHING.submit(_hasher(memory_mb).verify, password, stored or _nobody(memory_mb)).result()
    return fits and stored is not None


@cache
def _hasher(memory_mb: int) -> PasswordHash:
    return PasswordHash((Argon2Hasher(time_cost=_PASSES, memory_cost=memory_mb * 1024),))


@cache
def _nobody(memory_mb: int) -> str:
    return _hasher(memory_mb).hash(secrets.token_urlsafe(_BYTES))
