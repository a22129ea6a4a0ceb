"""The service below a path of its host (https://school.example/library), where a web server in front leads there.

Inside, every address begins at the top. Requests lose the path on their way in, whether that server has passed it on or taken
it off; redirects and cookies get it on their way out here, pages where they are rendered (`pages.rendering`), links from
the address that was set (`links.address`).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COOKIE_PATH = re.compile(rb"(; path=)/(?=;|$)", re.IGNORECASE)


class Below:
    """ASGI application around another one. ``root`` begins with a slash and does not end with one."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app, self._root, self._raw = app, root, root.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def outward(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [(name, self._outside(name.lower(), value)) for name, value in message["headers"]]
            await send(message)

        path = self._inside(scope["path"])
        headers = [(name, self._header(name, value)) for name, value in scope["headers"]]
        await self._app({**scope, "path": path, "raw_path": path.encode(), "headers": headers}, receive, outward)

    def _inside(self, path: str) -> str:
        if path == self._root:
            return "/"
        return path[len(self._root) :] if path.startswith(self._root + "/") else path

    def _header(self, name: bytes, value: bytes) -> bytes:
        if name == b"cookie":
            # Another lunjie at the top of the host has cookies of the same names; browsers send those of the longer path first.
            first = {pair.partition(b"=")[0].strip(): pair.strip() for pair in reversed(value.split(b";"))}
            return b"; ".join(first.values())
        return self._referer(value) if name == b"referer" else value

    def _referer(self, value: bytes) -> bytes:
        try:
            parts = urlsplit(value.decode("latin-1"))
        except ValueError:
            return value
        return urlunsplit(parts._replace(path=self._inside(parts.path))).encode("latin-1")

    def _outside(self, name: bytes, value: bytes) -> bytes:
        if name == b"location" and value.startswith(b"/") and not value.startswith(b"//"):
            return self._raw + value
        return _COOKIE_PATH.sub(rb"\g<1>" + self._raw, value) if name == b"set-cookie" else value
