"""The pictures of the guide: pages of a real service with made-up schools, taken by a real browser.

``python -m tests.api.pages.pictures`` makes them anew, in every language (`make pictures`). They are looked at, never compared:
fonts differ from machine to machine.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter
from playwright.sync_api import Browser, Page, sync_playwright

from api.pages.rendering import STATIC
from planner.languages import LANGUAGES, html_lang, in_chinese
from tests.api.pages.conftest import FLAGS, chromium
from tests.api.service import PASSWORD, Person, Service

FOLDER = STATIC / "guide"
WIDTH, HEIGHT = 760, 420
"""Of a picture at most, in pixels of the page."""
_QUALITY = 0.35
_SUBJECTS = {
    "zh": ("语文", "数学", "语文", "英语", "科学", "体育", "音乐", "美术", "道法", "阅读"),
    "en": ("English", "Maths", "English", "Science", "History", "PE", "Music", "Art", "RE", "Reading"),
}
_WORDS = {
    "zh": ("向阳小学课程表", "班级", ("周一", "周二", "周三", "周四", "周五"), "{grade}({number})班"),
    "en": ("Oakfield Primary School", "Class", ("Mon", "Tue", "Wed", "Thu", "Fri"), "{grade}{letter}"),
}
_PERIODS = ("8:30-9:10", "9:20-10:00", "10:20-11:00", "11:10-11:50", "13:50-14:30", "14:40-15:20")
_WEBP = """async ([data, quality]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


class Still(Service):
    """With the clock at a fixed moment."""

    program = "tests.api.pages.still"


def timetable(path: Path, spelling: str) -> None:
    """A made-up timetable of eight classes, a page for each."""
    title, head, days, name = _WORDS[spelling]
    subjects = _SUBJECTS[spelling]
    book = xlsxwriter.Workbook(str(path))
    for n in range(8):
        called = name.format(grade="三四五六"[n // 2] if spelling == "zh" else n // 2 + 3, number=n % 2 + 1, letter="AB"[n % 2])
        sheet = book.add_worksheet(called)
        sheet.write(0, 0, title)
        sheet.write_row(1, 0, [f"{head} {called}", *days])
        for row, time in enumerate(_PERIODS):
            lessons = [subjects[(row * 3 + day * 5 + n + row * day) % 9] for day in range(5)]
            if row == 2 + n % 4:
                lessons[(n * 2) % 5] = subjects[9]
            sheet.write_row(row + 2, 0, [time, *lessons])
    book.close()


class Photographer:
    """Somebody who walks through the pages and takes a picture of a part of each."""

    def __init__(self, page: Page, plain: Page, me: Person, lang: str, folder: Path) -> None:
        self.page, self.me, self.lang, self.folder = page, me, lang, folder
        self._plain = plain
        folder.mkdir(parents=True, exist_ok=True)

    def go(self, address: str) -> None:
        """Open a page, without what is only said in passing."""
        self.page.goto(address)
        self.page.locator(".toasts").evaluate("one => one.remove()")

    def take(self, name: str, part: str) -> None:
        """A picture of a part of the page, its upper end where it is too high."""
        one = self.page.locator(part).first
        one.scroll_into_view_if_needed()
        box = one.bounding_box()
        assert box is not None, (name, part)
        scrolled = self.page.evaluate("[window.scrollX, window.scrollY]")
        clip = {
            "x": box["x"] + scrolled[0],
            "y": box["y"] + scrolled[1],
            "width": min(box["width"], WIDTH),
            "height": min(box["height"], HEIGHT),
        }
        png = self.page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
        # The page of the service lets no picture in but its own: the other one has no such rules.
        packed = self._plain.evaluate(_WEBP, [base64.b64encode(png).decode(), _QUALITY])
        (self.folder / f"{name}.webp").write_bytes(base64.b64decode(packed))

    def first_day(self, file: Path) -> None:
        """From a timetable to papers."""
        named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        sent = self.me.ask("POST", "/api/timetables", 201, content=file.read_bytes(), headers=named).json()["id"]
        self.go(f"/timetables/{sent}")
        self.take("timetable", "#seen >> xpath=ancestor::section")
        self.page.locator("[data-noon]").check()
        self.take("facts", "#facts >> xpath=ancestor::section")
        self.page.locator("form[data-need] button.primary").click()
        self.page.wait_for_url("**/schools/**")
        school = self.page.url.partition("/schools/")[2].partition("?")[0]
        self.go(f"/schools/{school}?first=1")
        self.take("holidays", "#plan")
        self.me.post(f"/api/schools/{school}/calendar", {"accept": True}, headers={"If-Match": '"1"'})
        number = self.me.run(school)["outcome"]["revisions"][0]
        self.go(f"/schools/{school}")
        self.take("rota", "#rota")
        self.me.post(f"/api/schools/{school}/revisions/{number}/publish")
        self.go(f"/schools/{school}/print")
        self.page.wait_for_load_state("networkidle")
        for tile in self.page.locator(".tiles img").all():
            tile.evaluate("one => { one.loading = 'eager'; return one.decode(); }")
        self.take("print", ".tiles >> xpath=ancestor::section")

    def in_term(self) -> None:
        """The sample in the middle of its term."""
        school = self.me.post("/api/samples")["id"]
        run = self.me.get(f"/api/schools/{school}/runs")[0]["id"]
        number = self.me.wait(school, run)["outcome"]["revisions"][0]
        self.me.post(f"/api/schools/{school}/revisions/{number}/publish")
        self.go(f"/schools/{school}/changed")
        self.take("changed", ".groups")
        self.go(f"/schools/{school}/duties")
        ask = self.page.locator("#day a[href*='#substitutes']").first.get_attribute("href")
        self.go(ask or "")
        self.take("substitutes", "#substitutes table >> xpath=ancestor::section")
        with self.page.expect_response("**/act"):
            self.page.locator("#substitutes tbody button").first.click()
        self.go(f"/schools/{school}/history")
        self.take("history", "#plans >> xpath=ancestor::section")
        self.go(f"/schools/{school}/terms?start=2026-09-01&end=2027-01-22")
        self.take("terms", "#next-term >> xpath=ancestor::section")
        day = {"days": [{"date": "2026-05-09", "runs_as": "TUE", "confirmed": False}]}
        self.me.post(f"/api/schools/{school}/calendar", day, headers={"If-Match": '"1"'})
        self.go(f"/schools/{school}")
        self.page.locator("#calendar").evaluate("one => (one.open = true)")
        self.take("calendar", "#calendar")


@contextmanager
def photographing(browser: Browser, service: Service, me: Person, lang: str, folder: Path) -> Iterator[Photographer]:
    """A browser in which somebody is logged in, at the width of a picture."""
    context = browser.new_context(
        base_url=service.url,
        locale=html_lang(lang),
        timezone_id="Asia/Shanghai" if in_chinese(lang) else "Europe/London",
        viewport={"width": WIDTH + 40, "height": 900},
        color_scheme="light",
    )
    plain = browser.new_context()
    try:
        page = context.new_page()
        page.goto("/login")
        page.locator("[name=login]").fill("library")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button").first.click()
        page.locator("a.me").wait_for()
        yield Photographer(page, plain.new_page(), me, lang, folder)
    finally:
        context.close()
        plain.close()


def take_all(browser: Browser, folder: Path, told: Callable[[str], None] = lambda _text: None) -> None:
    """Every picture in every language, into a folder for each."""
    with tempfile.TemporaryDirectory() as scratch:
        service = Still(Path(scratch) / "data", workers=1).start()
        try:
            me = service.person().set_up(service.first_link)
            for lang in LANGUAGES:
                file = Path(scratch) / f"timetable-{lang}.xlsx"
                timetable(file, "zh" if in_chinese(lang) else "en")
                me.http.headers["Accept-Language"] = html_lang(lang)
                with photographing(browser, service, me, lang, folder / lang) as photographer:
                    photographer.first_day(file)
                    photographer.in_term()
                told(lang)
        finally:
            service.stop()


def main() -> None:
    """Take them all anew."""
    path = chromium()
    if path is None:
        raise SystemExit("Chromium is not installed: sudo tests/api/pages/install_chromium.sh")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        take_all(browser, FOLDER, lambda lang: print(f"{lang}: {FOLDER / lang}", file=sys.stderr))
        browser.close()


if __name__ == "__main__":
    main()
