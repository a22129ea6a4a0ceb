"""Under which address others reach the service. It is chosen by a person and remembered, never taken from a request.

A request says what one browser has opened: on the computer itself that is an address which no telephone can open, and it would
stand in every QR code that is printed.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import Connection

from api.deps import Service
from api.errors import Refusal
from api.settings import Settings
from api.store import setting

_NOWHERE = ("192.0.2.1", 9)
"""An address for examples (RFC 5737): a datagram socket for it says which network would be taken; nothing is sent."""


@dataclass(frozen=True)
class Address:
    """Where the service is reached. ``base`` has no slash at its end."""

    base: str
    by: Literal["fixed", "chosen", "none"]
    """Fixed by whoever runs the service, chosen on a page, or not known yet: then it is what this computer calls itself."""
    reached: bool
    """Whether others can open it: no for an address of this computer alone, or one that is served after the next start only."""


def address_of(service: Service, connection: Connection) -> Address:
    """The address that links and QR codes begin with."""
    settings = service.settings
    if settings.public_url:
        return Address(settings.public_url.rstrip("/"), "fixed", not is_own_alone(settings.public_url))
    if chosen := setting.get(connection, setting.ADDRESS):
        waits = is_own_alone(settings.host) and is_of_this_computer(chosen)
        return Address(chosen.rstrip("/"), "chosen", not (waits or is_own_alone(chosen)))
    return Address(own_address(settings), "none", False)


def known_address(service: Service) -> Address:
    """The same outside of any transaction."""
    with service.database.read() as connection:
        return address_of(service, connection)


def choose(service: Service, connection: Connection, address: str | None, who: str) -> None:
    """Remember an address; None forgets it. Raises Refusal address_fixed."""
    if service.settings.public_url:
        raise Refusal("address_fixed", address=service.settings.public_url)
    setting.put(connection, setting.ADDRESS, address.rstrip("/") if address else None, who, service.now())


def own_address(settings: Settings) -> str:
    """What this computer itself opens."""
    host = settings.host
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def offers(settings: Settings) -> list[str]:
    """Addresses that other computers and telephones of the same network might open."""
    return [f"http://{number}:{settings.port}" for number in _numbers()]


def is_own_alone(address: str) -> bool:
    """Whether only the computer itself can open an address, or reach a host: localhost and its numbers."""
    host = (urlsplit(address).hostname if "//" in address else address) or ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host == "localhost" or host.endswith(".localhost")


def is_of_this_computer(address: str) -> bool:
    """Whether an address has a number of this computer in its network."""
    return urlsplit(address).hostname in _numbers()


def _numbers() -> list[str]:
    found: list[str] = []
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_NOWHERE)
        found.append(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [number for number in dict.fromkeys(found) if not ipaddress.ip_address(number).is_loopback]
