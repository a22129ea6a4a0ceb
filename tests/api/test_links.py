"""Links that leave the computer: under which address, with which name, shown again, given to all classes at once."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from urllib.parse import unquote

import pytest

from api.links.address import Address, is_own_alone
from api.links.secrets import KEY_FILE, LinkSecrets
from api.links.shown import calendar_name, link
from api.tokens import digest
from tests.api.conftest import Site
from tests.api.service import Person, Service, serving

ADDRESS = "https://library.example"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> object:
    """A service of its own: the address is chosen for all of it."""
    with serving(tmp_path_factory.mktemp("links")) as service:
        yield Site(service, service.person().set_up(service.first_link))


def _published(me: Person, school: str) -> Person:
    me.add_school(school)
    me.publish(school)
    return me


def test_an_address_is_chosen_once_and_never_taken_from_a_request(own: Site, school: str) -> None:
    me, reader = _published(own.keeper, school), own.service.person()
    before = me.get("/api/address")
    assert (before["address"], before["by"], before["reached"]) == (own.service.url, "none", False)
    made = me.post(f"/api/schools/{school}/feeds", {"scope": "class-3-1"}, 201, headers={"Host": "10.1.2.3:80"})
    assert (made["url"].startswith(own.service.url), made["qr"]) == (True, None)
    me.refused("PUT", "/api/address", "bad_request", json={"address": "https://library.example/lunjie"})
    reader.refused("PUT", "/api/address", "not_logged_in", json={"address": ADDRESS})
    member = me.member(own.service, f"m-{school}", {school: "librarian"})
    member.refused("PUT", "/api/address", "not_allowed", json={"address": ADDRESS})
    reader.refused("GET", "/login", "unknown_host", headers={"Host": "library.example"})
    chosen = me.ask("PUT", "/api/address", json={"address": f"{ADDRESS}/"}).json()
    assert (chosen["address"], chosen["by"], chosen["reached"]) == (ADDRESS, "chosen", True)
    reader.ask("GET", "/login", headers={"Host": "library.example"})
    again = me.get(f"/api/schools/{school}/feeds/{made['id']}")
    assert again["url"] == made["url"].replace(own.service.url, ADDRESS)
    assert again["qr"].startswith("<svg")
    me.ask("PUT", "/api/address", json={"address": None})
    assert me.get("/api/address")["by"] == "none"


def test_the_end_of_a_link_can_be_read_and_the_old_form_goes_on(lite: Site, school: str) -> None:
    me, reader = _published(lite.keeper, school), lite.service.person()
    path = me.feed(school, "class-3-1")
    assert re.fullmatch(r"/feeds/cal_[\w-]{32}/[^/]*图书馆[^/]*三\(1\)\.ics", unquote(path))
    full = reader.ask("GET", path)
    secret = path.split("/")[2]
    for other in (f"/feeds/{secret}.ics", f"/feeds/{secret}/whatever.ics"):
        answer = reader.ask("GET", other)
        assert (answer.content, answer.headers["etag"]) == (full.content, full.headers["etag"])
        reader.ask("GET", other, 304, headers={"If-None-Match": full.headers["etag"]})
        reader.ask("HEAD", other)
    assert "filename*=UTF-8''" in full.headers["content-disposition"]


def test_a_link_is_shown_again_to_its_librarian_alone(lite: Site, school: str) -> None:
    me = _published(lite.keeper, school)
    made = me.post(f"/api/schools/{school}/feeds", {"scope": "library"}, 201)
    address = f"/api/schools/{school}/feeds/{made['id']}"
    assert me.get(address)["url"] == made["url"]
    viewer = me.member(lite.service, f"v-{school}", {school: "viewer"})
    viewer.refused("GET", address, "not_allowed")
    viewer.ask("GET", f"/schools/{school}/links/{made['id']}", 403, headers=HTML)
    me.refused("GET", f"/api/schools/{school}/feeds/unknown", "not_found")
    me.ask("DELETE", address, 204)
    assert me.get(address)["url"] is None
    assert "<svg" not in me.ask("GET", f"/schools/{school}/links/{made['id']}", headers=HTML).text.partition("<main")[2][:400]


def test_links_for_all_classes_and_the_sheet(own: Site, school: str) -> None:
    me, reader = _published(own.keeper, school), own.service.person()
    me.ask("PUT", "/api/address", json={"address": ADDRESS})
    first = me.feed(school, "class-3-1")
    made = me.ask("PUT", f"/api/schools/{school}/feeds", json={"language": "zh"}).json()
    assert sorted(one["scope"] for one in made) == ["class-3-2", "class-4-1", "class-4-2"]
    assert me.ask("PUT", f"/api/schools/{school}/feeds", json={"language": "zh"}).json() == []
    sheet = me.ask("GET", f"/schools/{school}/links/sheet", headers=HTML).text
    assert sheet.count('class="slip"') == 4
    reader.ask("GET", first)
    renewed = me.ask("PUT", f"/api/schools/{school}/feeds", json={"language": "zh", "renew": True}).json()
    assert len(renewed) == 4
    reader.refused("GET", first, "link_revoked")
    assert me.ask("GET", f"/schools/{school}/links/sheet", headers=HTML).text.count('class="slip"') == 4
    me.ask("PUT", "/api/address", json={"address": None})
    assert 'class="slip"' not in me.ask("GET", f"/schools/{school}/links/sheet", headers=HTML).text


def test_an_address_of_this_computer_is_opened_at_the_next_start(tmp_path: Path) -> None:
    service = Service(tmp_path / "data", workers=1).start()
    try:
        me = service.person().set_up(service.first_link)
        offers = me.get("/api/address")["offers"]
        if not offers:
            pytest.skip("this machine is in no network")
        chosen = me.ask("PUT", "/api/address", json={"address": offers[0]}).json()
        assert (chosen["by"], chosen["reached"]) == ("chosen", False)
        service.stop()
        service.start()
        me = service.person().log_in("library")
        assert me.get("/api/address")["reached"]
        number = offers[0].split("//")[1].split(":")[0]
        outside = Person(service.url.replace("127.0.0.1", number))
        outside.ask("GET", "/login")
        outside.http.close()
    finally:
        service.stop()


def test_the_key_is_its_owners_and_without_it_links_are_renewed(tmp_path: Path) -> None:
    secrets = LinkSecrets(tmp_path)
    assert secrets.again("a", digest("")) is None  # nothing was ever made
    first, second = secrets.new("a"), secrets.new("b")
    assert first != second
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert LinkSecrets(tmp_path).again("a", digest(first)) == first
    assert secrets.again("b", digest(first)) is None
    (tmp_path / KEY_FILE).write_bytes(b"short")
    assert secrets.again("a", digest(first)) is None
    assert secrets.new("a") != first  # a random one: it works, and cannot be told again


@pytest.mark.parametrize(
    ("address", "alone"),
    [
        ("http://127.0.0.1:8350", True),
        ("http://localhost", True),
        ("http://[::1]:8350", True),
        ("127.0.0.1", True),
        ("0.0.0.0", False),
        ("http://192.168.1.20:8350", False),
        ("https://library.example", False),
    ],
)
def test_addresses_of_one_computer_alone(address: str, alone: bool) -> None:
    assert is_own_alone(address) == alone


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("X-WR-CALNAME:示例小学图书馆 四(2)班", "示例小学图书馆-四(2)班"),
        ("X-WR-CALNAME:a/b\\, c?#%", "a-b--c"),
        ("X-WR-CALNAME:" + "长" * 200, "长" * 60),
        ("SUMMARY:x", ""),
    ],
)
def test_names_at_the_end_of_an_address(line: str, name: str) -> None:
    raw = line.encode()
    folded = raw[:72] + b"\r\n " + raw[72:] if len(raw) > 75 else raw
    body = b"BEGIN:VCALENDAR\r\n" + folded + b"\r\nBEGIN:VEVENT\r\nX-WR-CALNAME:no\r\n"
    assert calendar_name(body) == name
    shown = link(Address("https://x.example", "chosen", True), "cal_s", name)
    assert shown.url.isascii()
    assert shown.url.startswith("https://x.example/feeds/cal_s")
