"""Under which address others reach the service: asked for once, remembered, and never taken from a request."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body

from api.deps import Anyone, Keeper, Service, Serving
from api.errors import responses
from api.links.address import choose, known_address, offers
from api.once import OnceRoute
from api.schemas import AddressIn, AddressOut
from api.store import audit

router = APIRouter(prefix="/api/address", tags=["feeds"], route_class=OnceRoute, include_in_schema=False)


@router.get("", responses=responses("not_logged_in"))
def present(_caller: Anyone, service: Serving) -> AddressOut:
    """The address that links and QR codes begin with, and those of this computer that might be chosen."""
    return _shown(service)


@router.put("", responses=responses("not_logged_in", "not_allowed", "address_fixed", "bad_request"))
def chosen(caller: Keeper, service: Serving, wanted: Annotated[AddressIn, Body()]) -> AddressOut:
    """Choose it, or forget it. Links given out before keep the address that they were given out with."""
    with service.database.write() as connection:
        choose(service, connection, wanted.address, caller.login)
        audit.note(connection, service.now(), caller.login, None, "address_chosen")
    return _shown(service)


def _shown(service: Service) -> AddressOut:
    found = known_address(service)
    return AddressOut(address=found.base, by=found.by, reached=found.reached, offers=offers(service.settings))
