"""The service below a path of its host: every page, form, file, redirect, cookie and link leads there and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import expect

from api.app import create_app
from api.settings import OWN_NAMES, Settings
from tests.api.conftest import Site
from tests.api.pages.conftest import Tab
from tests.api.service import PASSWORD, Person, serving

ROOT, HOST = "/library", "school.example"
HTML = {"Accept": "text/html"}
PROXY = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.5"}
"""What the web server in front adds."""
_ADDRESS = re.compile(r'\s(href|src|action|formaction|data-run|data-changes|data-preview|content)="(?:\d+; url=)?([^"]*)"')


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A service with a published plan, behind a web server on the same machine."""
    address = {"public_url": f"https://{HOST}{ROOT}", "behind_proxy": "1"}
    with serving(tmp_path_factory.mktemp("below"), **address) as service:
        direct = service.person()
        assert direct.ask("GET", service.first_link, 303).headers["location"] == f"{ROOT}/setup"
        service.url += ROOT
        keeper = service.person().set_up(service.first_link)
        keeper.add_school("one")
        keeper.publish("one")
        yield Site(service, keeper)


def test_every_address_of_every_page_leads_below_the_path(below: Site) -> None:
    seen, ahead = set[str](), [f"{ROOT}/"]
    running = below.keeper.post("/api/schools/one/runs", {"kind": "plan"}, 202)["id"]
    while ahead:
        path = ahead.pop()
        answer = below.keeper.http.request("GET", path.removeprefix(ROOT), headers={**HTML, **PROXY})
        if answer.status_code == 303:
            found = [("href", answer.headers["location"])]
        else:
            assert answer.status_code == 200, (path, answer.status_code)
            found = _ADDRESS.findall(answer.text) if "text/html" in answer.headers["content-type"] else []
        for name, address in found:
            inner = address.replace("&amp;", "&").partition("#")[0]
            if name == "content" and not inner.startswith("/"):
                continue  # of another <meta>
            if not inner.startswith("/"):
                assert not inner or inner.startswith(("?", f"https://{HOST}{ROOT}/", "webcal://")), (path, address)
                continue
            if name.startswith("data-"):
                assert not inner.startswith(ROOT), "scripts add it"
                inner = ROOT + inner
            assert inner.startswith(f"{ROOT}/"), (path, address)
            plain = inner.partition("?")[0]
            if name in ("href", "src") and plain not in seen and not plain.endswith(("pdf", "xlsx")):
                seen.add(plain)
                ahead.append(inner)
    assert {f"{ROOT}/people", f"{ROOT}/schools/one/print", f"{ROOT}/guide"} <= seen
    assert any(path.startswith(f"{ROOT}/static/") for path in seen)
    below.keeper.wait("one", running)


@pytest.mark.parametrize("strips", [False, True])
def test_redirects_cookies_and_links_lead_below_it_whether_the_front_passes_the_path_on(below: Site, strips: bool) -> None:
    def through(person: Person, method: str, path: str, status: int, **options: Any) -> httpx2.Response:
        cookies = "; ".join(f"{name}={value}" for name, value in person.http.cookies.items())
        headers = {**PROXY, **options.pop("headers", {}), "Cookie": cookies}
        front = below.service.url.removesuffix(ROOT) if strips else below.service.url
        return person.ask(method, front + path, status, headers=headers, **options)

    keeper, stranger = below.keeper, below.service.person()
    asked = through(stranger, "GET", "/schools/one", 303, headers=HTML)
    assert asked.headers["location"] == f"{ROOT}/login?next=%2Fschools%2Fone"
    form = {"_call": "POST /api/login", "_go": "/schools", "login": "library", "password": PASSWORD}
    headers = {**HTML, "Referer": f"https://{HOST}{ROOT}/login"}
    done = through(stranger, "POST", "/act", 303, data=form, headers=headers)
    assert done.headers["location"] == f"{ROOT}/schools"
    for cookie in done.headers.get_list("set-cookie"):
        assert "; Path=/library;" in cookie
        assert "; Secure" in cookie
    wrong = through(stranger, "POST", "/act", 409, data={**form, "_call": "POST /api/people"}, headers=headers)
    assert f'href="{ROOT}/login"' in wrong.text
    made = through(keeper, "POST", "/api/schools/one/runs", 202, json={"kind": "plan"})
    assert made.headers["location"].startswith(f"{ROOT}/api/schools/one/runs/")
    keeper.wait("one", made.json()["id"])
    link = through(keeper, "POST", "/api/schools/one/feeds", 201, json={"scope": "library"}).json()
    for address in (link["url"], link["page"]):
        assert address.startswith(f"https://{HOST}{ROOT}/")
        through(stranger, "GET", address.partition(ROOT)[2], 200)
    assert through(stranger, "GET", "/api/openapi.json", 200).json()["servers"] == [{"url": ROOT}]


def test_scripts_find_it(below: Site, open_tab: Callable[..., Tab]) -> None:
    below.keeper.add_school("two")
    page, wrong = open_tab(below.service.url, below.keeper, lang="en-GB")
    page.goto(f"{below.service.url}/schools/two")
    page.locator("#plan").get_by_role("button").first.click()
    expect(page.locator("#drafts")).to_be_visible()
    expect(page).to_have_url(f"{below.service.url}/schools/two#drafts")
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(f"{below.service.url}/login")
    page.get_by_label("Login name").fill("library")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{below.service.url}/")
    assert wrong == []


def test_a_path_that_could_not_be_told_from_an_address_of_ours_is_refused() -> None:
    app = create_app(Settings(metrics=False))
    assert {route.path.split("/")[1] for route in app.routes if hasattr(route, "path")} - {""} <= OWN_NAMES
    for path in ("api", "schools/x", "login/"):
        with pytest.raises(ValueError, match="web address"):
            Settings(public_url=f"https://{HOST}/{path}")
    assert Settings(public_url=f"https://{HOST}/a/b/").root == "/a/b"
