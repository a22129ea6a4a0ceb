"""Getting in: passwords, accounts, tokens."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from api.schemas.base import In
from api.store.people import Role

_LONGEST_LOGIN = 80


def _fits(login: str) -> str:
    """Without capitals some letters are two or three: ß, ﬃ. That is how it is stored."""
    if len(login.casefold()) > _LONGEST_LOGIN:
        raise PydanticCustomError("string_too_long", "is longer than {max_length}", {"max_length": _LONGEST_LOGIN})
    return login


def _clear(login: str) -> str:
    """A new name that nobody can take for another."""
    if not is_clear(login):
        raise PydanticCustomError("look_alike", "has letters that cannot be seen, or that look like those of another alphabet")
    return login


LoginName = Annotated[
    str,
    Field(min_length=1, max_length=_LONGEST_LOGIN, pattern=r"^[^\s\x00-\x1f]+$", examples=["library"]),
    AfterValidator(_fits),
]
_NewLogin = Annotated[LoginName, AfterValidator(_clear)]
_SchoolId = Annotated[str, Field(max_length=60)]


_Password = Annotated[str, Field(max_length=400, description="at least 10 characters", examples=["correct horse battery"])]


class Setup(In):
    """The first account."""

    token: str = Field(description="from the link that the service shows at its first start")
    login: _NewLogin
    password: _Password


class Login(In):
    """Who logs in."""

    login: LoginName
    password: str = Field(max_length=400)


class PasswordChange(In):
    """A new password for the account that asks."""

    old: str = Field(max_length=400)
    password: _Password


class Me(BaseModel):
    """The account that asks."""

    login: str
    keeper: bool = Field(description="may manage accounts and add schools")
    roles: dict[str, Role] = Field(description="school id, or * for every school -> role there")


class PersonIn(In):
    """A new account, or what is to change of one."""

    login: _NewLogin
    password: _Password
    keeper: bool = False
    roles: dict[_SchoolId, Role] = Field(
        default_factory=dict, description="school id, or * -> role", examples=[{"city-primary": "viewer"}]
    )


class PersonChange(In):
    """What is to change of an account; what is left out stays."""

    password: _Password | None = None
    keeper: bool | None = None
    roles: dict[_SchoolId, Role] | None = None
    disabled: bool | None = None


class Person(BaseModel):
    """An account."""

    id: str
    login: str
    keeper: bool
    roles: dict[str, Role]
    disabled: bool
    created: dt.datetime


class TokenIn(In):
    """A token for programs."""

    label: str = Field("", max_length=80, examples=["timetable export"])
    days: int = Field(365, ge=1, le=3650, description="how long it is good for")


class Token(BaseModel):
    """A token for programs; the secret is shown once, when it is made."""

    id: str
    label: str
    created: dt.datetime
    expires: dt.datetime | None
    secret: str | None = Field(None, description="send it as Authorization: Bearer …")


def folded(login: str) -> str:
    """A login name as it is stored: one spelling for full-width and ordinary, capital and small letters."""
    return unicodedata.normalize("NFKC", login).casefold().strip()


def is_clear(login: str) -> bool:
    """Whether nobody can take a name for another: no invisible letters, no letters of two alphabets that look alike."""
    name = folded(login)
    if not name or any(unicodedata.category(c) in ("Cf", "Cc", "Co", "Cn", "Zl", "Zp") for c in name):
        return False
    alphabets = {unicodedata.name(c, "").partition(" ")[0] for c in name if c.isalpha()}
    return len(alphabets & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) < 2
