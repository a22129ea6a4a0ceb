"""A house with a published plan and people of every role; a browser that tells of whatever a page does wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.deps import COOKIE
from tests.api.conftest import Site
from tests.api.pages.walk import IMPOSSIBLE, SCHOOL, House
from tests.api.service import EXAMPLES, Person

INSTALL = Path(__file__).parent / "install_chromium.sh"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync"
PATIENCE = 60_000
"""Longest wait of a page for what is to come, in milliseconds: then the test fails, with what the page shows instead."""


@pytest.fixture(scope="session")
def house(lite: Site) -> House:
    """On the service that other tests use too: its schools and accounts are its own."""
    keeper = lite.keeper
    keeper.add_school(SCHOOL)
    keeper.publish(SCHOOL)
    keeper.run(SCHOOL)
    tiny = (EXAMPLES / "tiny" / "school.yaml").read_text(encoding="utf-8")
    # Half the places: too few for its classes.
    keeper.add_school(IMPOSSIBLE, tiny.replace("slots: [12:10-12:25, 12:25-12:40]", "slots: [12:10-12:25]").encode())
    keeper.run(IMPOSSIBLE, kind="plan", seconds=300)
    people = {"librarian": keeper, "nobody": lite.service.person()}
    people["viewer"] = keeper.member(lite.service, "page-viewer", {SCHOOL: "viewer"})
    people["district"] = keeper.member(lite.service, "page-district", {SCHOOL: "district", IMPOSSIBLE: "district"})
    changed = (EXAMPLES / "tiny" / "school.yaml").read_bytes().replace(b"seats: 30", b"seats: 28")
    file = keeper.ask("POST", f"/api/schools/{SCHOOL}/document", 201, content=changed).json()["id"]
    keeper.post(f"/api/schools/{SCHOOL}/board", {"anew": True}, 201)
    feed = keeper.feed(SCHOOL, "library").split("/")[2]
    copy = keeper.ask("POST", "/api/copies", 201, content=keeper.ask("GET", "/api/copies/new").content).json()["id"]
    return House(lite.service, people, feed, file, copy, {})


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, installed where that can be done; without it the tests are skipped, and fail in continuous integration."""
    path = chromium()
    if path is None:
        reason = "Chromium is not installed: sudo tests/api/pages/install_chromium.sh"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=PATIENCE)  # five seconds are too few for a machine with other work
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield found
        found.close()


class Tab(NamedTuple):
    """A page of a browser with what went wrong in it: requests to elsewhere, refused scripts and styles, errors of scripts."""

    page: Page
    wrong: list[str]


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[Callable[..., Tab]]:
    """Make a tab: ``open_tab(url, person=None, lang="zh-CN", phone=False, touch=None)``; ``touch``: a device for the finger, by
    its width in CSS pixels."""
    contexts: list[BrowserContext] = []

    def make(
        url: str, person: Person | None = None, lang: str = "zh-CN", phone: bool = False, touch: int | None = None
    ) -> Tab:
        width, height = (touch, 844) if touch else (390, 844) if phone else (1280, 900)
        context = browser.new_context(
            base_url=url,
            locale=lang,
            color_scheme="light",
            viewport={"width": width, "height": height},
            has_touch=touch is not None,
            is_mobile=touch is not None,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if person is not None:
            # Who it is, and nothing else: the language is ``lang``, whichever this person asked for in an earlier test.
            session = (c for c in person.http.cookies.jar if c.name == COOKIE)
            cookies = [{"name": c.name, "value": c.value or "", "url": url} for c in session]
            context.add_cookies(cookies)  # type: ignore[arg-type]
        page, wrong = context.new_page(), list[str]()
        home = urlsplit(url).netloc
        page.on("request", lambda r: wrong.append(r.url) if urlsplit(r.url).netloc not in (home, "") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" and "status of 4" not in m.text else None)
        return Tab(page, wrong)

    yield make
    for context in contexts:
        context.close()


def chromium() -> str | None:
    """Its path; it is installed where that can be done. None where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found or sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    import fcntl

    with (Path(tempfile.gettempdir()) / "lunjie-install-chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several processes test at once
        subprocess.run([str(INSTALL)], capture_output=True, timeout=900, check=False)
    return shutil.which("chromium")
