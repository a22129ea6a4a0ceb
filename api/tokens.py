"""Secrets: made, hashed, compared. Nothing that opens a door is ever stored or logged as it is."""

from __future__ import annotations

import hashlib
import secrets
import threading
from functools import cache

from pwdlib import PasswordHash

LEAST_PASSWORD = 10
_BYTES = 24
_AT_ONCE = threading.Semaphore(2)
"""Each takes 64 MB: strangers who try many passwords must not take all memory."""


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
    """Argon2id; takes a third of a second on purpose."""
    with _AT_ONCE:
        return _hasher().hash(password)


def password_fits(password: str, stored: str | None) -> bool:
    """Whether a password is the right one. Without an account the same time is spent, so that logins cannot be probed."""
    with _AT_ONCE:
        fits = _hasher().verify(password, stored or _nobody())
    return fits and stored is not None


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(_BYTES))
