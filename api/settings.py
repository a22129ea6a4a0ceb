"""Settings of the service; the only reader of the environment. Each may be given as LUNJIE_<NAME> or on the command line."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.store.database import sqlite_url
from planner.models.plan import MOST_SECONDS

DATABASE_FILE = "lunjie.sqlite"
_LONGEST_URL = 300
"""More would make a QR code that no telephone reads."""
_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?", re.ASCII)
OWN_NAMES = frozenset(
    {"account", "act", "api", "calendar", "copies", "district", "feeds", "guide", "healthz", "login", "metrics"}
)
OWN_NAMES |= {"people", "readyz", "schools", "schools.{format_}", "setup", "static", "template.xlsx", "timetables"}
"""What addresses of the service begin with. It cannot stand below a path that begins so: which is meant could not be told."""


def web_address(given: str, *, with_path: bool = False) -> str:
    """An address that links and QR codes can begin with. Raises PydanticCustomError.

    ``with_path``: it may be below a path of its host, where a web server in front leads there (`api.below`).
    """
    try:
        parts = urlsplit(given)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and "@" not in parts.netloc
        good = good and not parts.query + parts.fragment and _PATH.fullmatch(parts.path) is not None
        first = parts.path.strip("/").partition("/")[0]
        good = good and (not first or (with_path and first not in OWN_NAMES))
    except ValueError:
        good = False
    if not good or len(given) > _LONGEST_URL or not given.isprintable() or " " in given:
        raise PydanticCustomError("web_path" if with_path else "web_address", "must be a web address")
    return given


class Settings(BaseSettings):
    """What one process of the service needs to know."""

    model_config = SettingsConfigDict(env_prefix="LUNJIE_", frozen=True, extra="ignore")

    data: Path = Field(default_factory=lambda: Path(platformdirs.user_data_path("lunjie")), description="data directory")
    database: str | None = Field(None, description="postgresql://…; none = one SQLite file in the data directory")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8350, ge=0, le=65535, description="port to listen on; 0 = any free one")
    workers: int | None = Field(
        None, ge=0, le=64, description="solves at once in this process; none = 2 embedded, 0 on PostgreSQL"
    )
    connections: int | None = Field(
        None, ge=1, le=200, description="connections to PostgreSQL of this process; none = 5 serving, 2 of a worker"
    )
    memory_mb: int = Field(2000, ge=300, description="address space of one solve beyond what the program itself takes, MB")
    seconds: float = Field(60.0, gt=0, le=MOST_SECONDS, description="usual time limit of a solve")
    most_seconds: float = Field(600.0, gt=0, le=MOST_SECONDS, description="longest time limit that may be asked for")
    pace: float = Field(
        30.0, ge=0, description="requests a second that one account may ask for in the long run; 0 = as many as it likes"
    )
    upload_mb: int = Field(20, ge=1, description="largest upload, MB")
    # With the three passes of `api.tokens`: what RFC 9106 recommends, and what OWASP asks for at the least.
    hashing_mb: int = Field(
        64, ge=12, le=1024, description="memory that hashing one password takes, MB; less on a small computer"
    )
    metrics: bool = Field(False, description="Prometheus metrics at /metrics")
    public_url: str | None = Field(
        None, description="how others reach the service, for links and QR codes: https://library.example, …/library"
    )
    behind_proxy: bool = Field(False, description="a web server on this machine passes requests on, and says who sent them")
    hosts: str = Field("", description="further names under which the service may be opened, with commas: library.lan,lunjie")
    dead_after: float = Field(20.0, gt=1, description="seconds without a sign of life after which a worker counts as dead")

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, given: str | None) -> str | None:
        return given if given is None else web_address(given, with_path=True)

    def is_own_name(self, host: str) -> bool:
        """Whether the service may be opened under this name: no other website may lend it a name of its own.

        Numbers are no names; this computer's own name, with or without a network behind it, is.
        """
        name = host.rstrip(".").lower()
        with contextlib.suppress(ValueError):
            ipaddress.ip_address(name.strip("[]"))
            return True
        own = {"localhost", socket.gethostname().lower(), urlsplit(self.public_url or "").hostname or ""}
        given = {one.strip().lower() for one in self.hosts.split(",")}
        return name in (own | given) - {""} or any(name == f"{mine}.{end}" for mine in own - {""} for end in ("local", "lan"))

    @property
    def root(self) -> str:
        """The path of its host below which the service stands, without a slash at its end; empty = at the top."""
        return urlsplit(self.public_url or "").path.rstrip("/")

    @property
    def is_embedded(self) -> bool:
        """One process, one SQLite file."""
        return self.database is None

    @property
    def database_url(self) -> str:
        """URL of the database in use."""
        return self.database or sqlite_url(self.data / DATABASE_FILE)

    @property
    def solves_at_once(self) -> int:
        """How many solves this process runs at the same time."""
        if self.workers is not None:
            return self.workers
        return 2 if self.is_embedded else 0
