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

LEAST_PASSWORD = 10
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


def hash_password(password: str) -> str:
    """Argon2id; takes a third of a second of a processor on purpose."""
    return _HASHING.submit(_hasher().hash, password).result()


def is_guessable(password: str, login: str) -> bool:
    """Whether a password is one of the commonest, a row of keys or digits, repeats itself, or is made from the login name."""
    from zxcvbn import zxcvbn

    if login and len(password.casefold().replace(login.casefold(), "")) < _LEAST_OWN:
        return True
    known = [word for word in (login, "lunjie", "library", "tushuguan", "图书馆") if word]
    found = zxcvbn(password[:_LOOKED_AT], user_inputs=known)  # type: ignore[no-untyped-call]
    return bool(found["score"] < _LEAST_SCORE)


def password_fits(password: str, stored: str | None) -> bool:
    """Whether a password is the right one. Without an account the same time is spent, so that logins cannot be probed."""
    fits = _HASHING.submit(_hasher().verify, password, stored or _nobody()).result()
    return fits and stored is not None


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(_BYTES))
