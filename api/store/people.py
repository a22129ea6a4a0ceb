"""People, what they may do where, their sessions and tokens, and the brake on guessing passwords."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from api.store import tables as t

Role = Literal["librarian", "viewer", "district"]
EVERY = "*"
_FORGOTTEN_AFTER = dt.timedelta(hours=1)


class Brake(NamedTuple):
    """So many failures are free; then each try waits twice as long as the one before, from ``first`` to ``longest``."""

    free: int
    first: dt.timedelta
    longest: dt.timedelta

    def pause(self, failures: int) -> dt.timedelta:
        """How long the next try has to wait after that many failures."""
        if failures < self.free:
            return dt.timedelta(0)
        doubled: dt.timedelta = self.first * 2 ** min(failures - self.free, 12)
        return min(self.longest, doubled)


def anybody(connection: Connection) -> bool:
    """Whether there is any account yet."""
    return bool(connection.execute(select(func.count()).select_from(t.person)).scalar())


def by_login(connection: Connection, login: str) -> RowMapping | None:
    """A person by login name, folded already."""
    return connection.execute(select(t.person).where(t.person.c.login == login)).mappings().one_or_none()


def by_id(connection: Connection, person: str) -> RowMapping | None:
    """A person by id."""
    return connection.execute(select(t.person).where(t.person.c.id == person)).mappings().one_or_none()


def lock_keepers(connection: Connection) -> None:
    """Let nobody else change who manages accounts: two who close each other's account would leave none."""
    connection.execute(select(t.person.c.id).where(t.person.c.keeper).order_by(t.person.c.id).with_for_update()).all()


def listed(connection: Connection) -> list[RowMapping]:
    """Everybody, by login."""
    columns = [c for c in t.person.c if c.name != "password"]
    return list(connection.execute(select(*columns).order_by(t.person.c.login)).mappings())


def add(connection: Connection, person: str, login: str, password: str, keeper: bool, now: dt.datetime) -> None:
    """A new account; ``password`` is hashed already."""
    values = {"id": person, "login": login, "password": password, "keeper": keeper}
    connection.execute(insert(t.person).values(**values, created=now))


def change(connection: Connection, person: str, **values: object) -> None:
    """Change columns of a person."""
    connection.execute(update(t.person).where(t.person.c.id == person).values(**values))


def grants(connection: Connection, person: str) -> dict[str, Role]:
    """School id, or `EVERY`, -> role of a person there."""
    query = select(t.role_grant.c.school, t.role_grant.c.role).where(t.role_grant.c.person == person)
    return dict(connection.execute(query).all())


def add_grant(connection: Connection, person: str, school: str, role: Role) -> None:
    """One more grant, or another role where there is one; the others stay, whoever changes them meanwhile."""
    where = (t.role_grant.c.person == person) & (t.role_grant.c.school == school)
    connection.execute(delete(t.role_grant).where(where))
    connection.execute(insert(t.role_grant).values(person=person, school=school, role=role))


def set_grants(connection: Connection, person: str, roles: Mapping[str, Role]) -> None:
    """All grants of a person at once."""
    connection.execute(delete(t.role_grant).where(t.role_grant.c.person == person))
    for school, role in roles.items():
        connection.execute(insert(t.role_grant).values(person=person, school=school, role=role))


def add_token(
    connection: Connection,
    token_hash: str,
    token: str,
    kind: str,
    person: str | None,
    now: dt.datetime,
    expires: dt.datetime | None = None,
    label: str = "",
) -> None:
    """A session, an API token, or the link of the first start."""
    values = {"hash": token_hash, "id": token, "person": person, "kind": kind, "label": label}
    connection.execute(insert(t.token).values(**values, created=now, expires=expires))


def token(connection: Connection, token_hash: str, now: dt.datetime) -> RowMapping | None:
    """A token that is still good."""
    row = connection.execute(select(t.token).where(t.token.c.hash == token_hash)).mappings().one_or_none()
    return None if row is None or (row["expires"] is not None and row["expires"] <= now) else row


def tokens(connection: Connection, person: str) -> list[RowMapping]:
    """The API tokens of a person, without their hashes."""
    columns = [c for c in t.token.c if c.name != "hash"]
    query = select(*columns).where(t.token.c.person == person, t.token.c.kind == "api").order_by(t.token.c.created)
    return list(connection.execute(query).mappings())


def drop_token(connection: Connection, person: str, token: str) -> bool:
    """Take a token of a person back by its id."""
    query = delete(t.token).where(t.token.c.person == person, t.token.c.id == token)
    return connection.execute(query).rowcount == 1


def drop_tokens(connection: Connection, *, person: str | None = None, kind: str | None = None) -> int:
    """Take all tokens of a person, of a kind, or of both back; how many there were."""
    query = delete(t.token)
    query = query.where(t.token.c.person == person) if person is not None else query
    return connection.execute(query.where(t.token.c.kind == kind) if kind is not None else query).rowcount


def drop_expired(connection: Connection, now: dt.datetime) -> None:
    """Forget tokens and failures that are over."""
    connection.execute(delete(t.token).where(t.token.c.expires < now))
    connection.execute(delete(t.throttle).where(t.throttle.c.last < now - _FORGOTTEN_AFTER))


def count_try(connection: Connection, key: str, now: dt.datetime, brake: Brake) -> int:
    """Count a try to log in, as a failure until `forget_failures`; or how many seconds it has to wait, and then it is none.

    Tries at the same time stand in line here, so that none of them is free. A clock that was put back makes nobody wait longer
    than the pause itself.
    """
    # Names that do not exist are tried as well: what is over must not pile up.
    connection.execute(delete(t.throttle).where(t.throttle.c.last < now - _FORGOTTEN_AFTER))
    insert_ = postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert
    fresh = insert_(t.throttle).values(key=key, failures=0, last=now).on_conflict_do_nothing()
    connection.execute(fresh)
    where = t.throttle.c.key == key
    row = connection.execute(select(t.throttle).where(where).with_for_update()).mappings().one()
    pause = brake.pause(row["failures"])
    left: dt.timedelta = min(pause, row["last"] + pause - now)
    if left > dt.timedelta(0):
        return max(1, round(left.total_seconds()))
    connection.execute(update(t.throttle).where(where).values(failures=min(row["failures"] + 1, 1000), last=now))
    return 0


def forget_failures(connection: Connection, key: str, *, everything: bool = True) -> None:
    """After a success: all failures of a key, or only the try that succeeded."""
    where = t.throttle.c.key == key
    if everything:
        connection.execute(delete(t.throttle).where(where))
    else:
        fewer = update(t.throttle).where(where, t.throttle.c.failures > 0)
        connection.execute(fewer.values(failures=t.throttle.c.failures - 1))


def prolong(connection: Connection, token_hash: str, expires: dt.datetime) -> None:
    """Let a session last longer."""
    connection.execute(update(t.token).where(t.token.c.hash == token_hash).values(expires=expires))
