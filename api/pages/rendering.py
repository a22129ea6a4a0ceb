"""Pages from templates: one strict environment for each language, static files under an address that changes with them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from api.deps import Caller, service_of
from api.errors import LANGUAGE_COOKIE, ErrorBody, language_of
from api.pages.naming import role_name
from planner.languages import LANGUAGES, base, html_lang, spelling
from planner.messages.wording import date_text, dates_text, day_name, listing, moment_text, own_name, translator
from planner.models.base import Language

_ROOT = Path(__file__).resolve().parents[1]
_TEMPLATES, STATIC = _ROOT / "templates", _ROOT / "static"
_LONGEST = 500
_YEAR = 365 * 24 * 3600
_SAID = "lunjie_said"
_SAID_SECONDS = 60
_MOST_SAID = 400
_ADDRESS = re.compile(r'(\s(?:(?:href|src|action|formaction)="|content="\d+; url=))(?=/(?!/))')
"""Where an address of ours begins in a page. Text cannot be taken for one: in text a quotation mark is escaped."""


class Cached(StaticFiles):
    """Files that never change under their address: the address has their digest in it."""

    def file_response(
        self, full_path: os.PathLike[str] | str, stat_result: os.stat_result, scope: Any, status_code: int = 200
    ) -> Response:
        """The file, to be kept by the browser for a year."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response


@cache
def static_root() -> str:
    """/static/<digest>: modules that import each other by relative address stay of one version."""
    digest = hashlib.sha256()
    for path in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(path.relative_to(STATIC).as_posix().encode() + path.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}"


@cache
def templates(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(
        _=translator(language),
        lang=base(language),
        html_lang=html_lang(language),
        languages=LANGUAGES,
        own_name=own_name,
        in_words=lambda words: words if isinstance(words, str) else words.get(base(language)) or words[spelling(language)],
        html_lang_of=html_lang,
        static=static_root(),
        day=lambda date: date_text(language, date if isinstance(date, dt.date) else dt.date.fromisoformat(date)),
        dates=lambda days: dates_text(language, [dt.date.fromisoformat(d) for d in days]),
        day_name=lambda label: day_name(language, label),
        is_weekend=lambda date: dt.date.fromisoformat(date).weekday() >= 5,
        moment=lambda at: moment(language, at),
        listed=lambda words: listing(language, list(words)),
        role_name=lambda role: role_name(role, language),
    )
    return environment


def moment(language: Language, at: dt.datetime) -> str:
    """A moment in the service's own time zone: 3月2日 08:05 / 2 Mar, 08:05; with the year where it is not this one."""
    at = at.astimezone()
    year = at.year != dt.datetime.now(dt.UTC).astimezone().year
    return moment_text(language, at, year=year)


def page(
    request: Request,
    template: str,
    caller: Caller | None = None,
    *,
    status: int = 200,
    language: Language | None = None,
    **context: Any,
) -> Response:
    """A page in the language of the request, as the school speaks it whose page it is, or in that of what it shows; ``?lang=``
    is remembered."""
    language = language or getattr(request.state, "spoken", None) or language_of(request)
    switches = [
        {"lang": other, "html": html_lang(other), "name": own_name(other), "to": f"{local(url.path)}?{url.query}"}
        for other in LANGUAGES
        for url in (request.url.include_query_params(lang=other),)
        if other != base(language)
    ]
    words, undo = _said(request)
    root = service_of(request).settings.root
    text = (
        templates(language)
        .get_template(template)
        .render(caller=caller, path=request.url.path, root=root, switches=switches, said=words, said_undo=undo, **context)
    )
    response = HTMLResponse(_ADDRESS.sub(rf"\g<1>{root}", text) if root else text, status)
    if _SAID in request.cookies:
        response.delete_cookie(_SAID)
    response.headers["Vary"] = "Cookie, Accept-Language"
    return _remembered(request, response)


def say_next(request: Request, response: Response, words: str, undo: str) -> None:
    """Have the next page say something, once; with the address to be asked where it can be undone."""
    if words:
        kept = quote(json.dumps([words[:_MOST_SAID], undo]))
        secure = request.url.scheme == "https"
        response.set_cookie(_SAID, kept, max_age=_SAID_SECONDS, httponly=True, samesite="lax", secure=secure)


def _said(request: Request) -> tuple[str, str]:
    try:
        words, undo = json.loads(unquote(request.cookies.get(_SAID, "")))
    except ValueError:
        return "", ""
    good = isinstance(words, str) and isinstance(undo, str)
    return (words, local(undo) if undo else "") if good else ("", "")


def _remembered(request: Request, response: Response) -> Response:
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=_YEAR, samesite="lax", secure=request.url.scheme == "https")
    return response


def error_page(
    request: Request, error: ErrorBody, headers: dict[str, str], back: str = "", again: Sequence[tuple[str, str]] = ()
) -> Response:
    """An error for somebody who opened an address in a browser; who is not logged in is asked to.

    ``back`` is the page a form stood on; ``again`` are the fields of a form by which it is done all the same.
    """
    if error.code == "not_logged_in":
        login = request.url.replace(path="/login", query="", fragment="")
        wanted = f"{request.url.path}?{request.url.query}".rstrip("?")
        target = login.include_query_params(next=wanted)
        return _remembered(request, RedirectResponse(f"{target.path}?{target.query}", 303, headers))
    response = page(request, "error.html", error=error, status=error.status, back=back, again=again)
    response.headers.update(headers)
    return response


def local(address: str) -> str:
    """An address of this site to go on to; the first page for everything that might lead elsewhere."""
    plain = address.isprintable() and "\\" not in address and len(address) <= _LONGEST
    return address if plain and address.startswith("/") and not address.startswith("//") else "/"
