"""A client of calendars that costs next to nothing itself: connections that are kept, and the same request again and again."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

_END = b"\r\n\r\n"


@contextmanager
def connections(port: int, count: int) -> Iterator[list[socket.socket]]:
    """So many of them to this port of this machine."""
    opened = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
    for one in opened:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        yield opened
    finally:
        for one in opened:
            one.close()


def request_for(path: str, etag: str | None = None) -> bytes:
    """A conditional GET, as calendar programs send it."""
    known = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{known}\r\n".encode()


def per_second(opened: list[socket.socket], request: bytes, count: int) -> float:
    """Answers without a body for each second, one request waiting on every connection. Raises RuntimeError for any but 304."""
    begin = time.perf_counter()
    for _ in range(count // len(opened)):
        for one in opened:
            one.sendall(request)
        for one in opened:
            head = b""
            while not head.endswith(_END):
                head += one.recv(65536)
            if not head.startswith(b"HTTP/1.1 304"):
                raise RuntimeError(head.partition(b"\r\n")[0].decode())
    return count / (time.perf_counter() - begin)
