"""The guide: its pictures are of the pages as they are, there in every language, light, and each said in words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api.pages.guide import pictures
from api.pages.rendering import STATIC
from planner.languages import LANGUAGES
from tests.api.pages.pictures import FOLDER, HEIGHT, WIDTH, take_all
from tests.api.pages.walk import House
from tests.campaign import CAMPAIGN

HEAVIEST = 150_000
"""Bytes of the guide with all its pictures."""


class Images(HTMLParser):
    """The pictures of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        if tag == "img":
            self.found.append({k: v or "" for k, v in attrs})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_has_a_picture_in_the_language(house: House, lang: str) -> None:
    html = house.page("viewer", "/guide", lang)
    images = Images(html).found
    assert len(images) == 10 == html.count("<h3>")
    weight = len(html.encode())
    for image in images:
        answer = house.people["nobody"].ask("GET", image["src"])
        assert answer.headers["content-type"] == "image/webp"
        assert answer.content[8:12] == b"WEBP"
        assert f"/guide/{lang}/" in image["src"]
        assert (image["loading"], len(image["alt"]) > 5) == ("lazy", True)
        assert 300 < int(image["width"]) <= WIDTH
        assert 60 < int(image["height"]) <= HEIGHT
        weight += len(answer.content)
    assert weight < HEAVIEST
    # None is there that no step shows.
    assert {Path(image["src"]).stem for image in images} == set(pictures(lang))


def test_the_sizes_that_are_told_are_those_of_the_pictures(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    for name, told in pictures("zh").items():
        path = STATIC / re.sub(r"^/static/\w+/", "", told.address)
        page.goto(path.as_uri())
        found = page.evaluate("[document.images[0].naturalWidth, document.images[0].naturalHeight]")
        assert found == [told.width, told.height], name
    context.close()


@pytest.mark.skipif(not CAMPAIGN, reason="half a minute, and one picture differs from another machine's: make pictures")
def test_every_picture_can_be_taken_anew(browser: Browser, tmp_path: Path) -> None:
    take_all(browser, tmp_path)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.webp"))
    assert made == sorted(path.relative_to(FOLDER) for path in FOLDER.rglob("*.webp"))
    assert all((tmp_path / path).stat().st_size > 1_500 for path in made)
