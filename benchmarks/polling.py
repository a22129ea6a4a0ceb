"""A client of calendars that costs next to nothing itself: connections that are kept, and the same request again and again."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

_END = b"\r\n\r\n"
_PATIENCE = 120.0
"""Seconds after which something hangs, on however busy a machine."""


class Connection:
    """One that is kept. A server closes one on which nothing is asked for some seconds, as on a busy machine: it is opened anew
    then, once for a request."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=_PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        """Ask; `answer` has to be read before the next request."""
        self._asked = request
        try:
            self._socket.sendall(request)
        except ConnectionError:
            self._again()

    def answer(self) -> bytes:
        """An answer up to the end of its head; those that are wanted have no body. Raises ConnectionError without one."""
        head = self._read()
        if not head:
            self._again()
            head = self._read()
        if _END not in head:
            raise ConnectionError(f"no answer on port {self._port}")
        return head

    def close(self) -> None:
        """Done with it."""
        self._socket.close()

    def _again(self) -> None:
        self.close()
        self._open()
        self._socket.sendall(self._asked)

    def _read(self) -> bytes:
        """Up to the end of a head, or what came before the other side closed."""
        head = b""
        try:
            while _END not in head and (part := self._socket.recv(65536)):
                head += part
        except ConnectionResetError:
            return b""
        return head


@contextmanager
def connections(port: int, count: int) -> Iterator[list[Connection]]:
    """So many of them to this port of this machine."""
    opened = [Connection(port) for _ in range(count)]
    try:
        yield opened
    finally:
        for one in opened:
            one.close()


def request_for(path: str, etag: str | None = None) -> bytes:
    """A conditional GET, as calendar programs send it."""
    known = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{known}\r\n".encode()


def per_second(opened: list[Connection], request: bytes, count: int) -> float:
    """Answers without a body for each second, one request waiting on every connection. Raises RuntimeError for any but 304."""
    begin = time.perf_counter()
    for _ in range(count // len(opened)):
        for one in opened:
            one.send(request)
        for one in opened:
            head = one.answer()
            if not head.startswith(b"HTTP/1.1 304"):
                raise RuntimeError(head.partition(b"\r\n")[0].decode())
    return count / (time.perf_counter() - begin)
