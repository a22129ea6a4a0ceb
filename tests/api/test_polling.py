"""The client that the benchmark of calendars asks with: it ends, whatever the server does with a connection."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.polling import connections, per_second, request_for

UNCHANGED = b"HTTP/1.1 304 Not Modified\r\n\r\n"


@contextmanager
def answering(*answers: bytes) -> Iterator[tuple[int, list[int]]]:
    """(port, one entry for each request) of a server that answers a request on each connection, and closes it."""
    asked: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for answer in answers:
                connection, _address = listener.accept()
                with connection, connection.makefile("rb") as lines:
                    while lines.readline().strip():
                        pass
                    asked.append(len(asked))
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1], asked
        thread.join()


def test_a_connection_that_was_closed_meanwhile_is_opened_anew() -> None:
    """As a server does after some seconds without a request: on a busy machine, between two of them."""
    with answering(*[UNCHANGED] * 3) as (port, asked), connections(port, 1) as opened:
        assert per_second(opened, request_for("/x", '"1"'), 3) > 0
    assert len(asked) == 3


def test_an_answer_with_a_body_is_an_error() -> None:
    """As of a page that is not there: nothing is read behind it."""
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"
    with answering(missing) as (port, _asked), connections(port, 1) as opened, pytest.raises(RuntimeError, match="404"):
        per_second(opened, request_for("/x"), 1)


def test_a_server_that_says_nothing_is_an_error() -> None:
    """And not waited for without end."""
    with answering(b"", b"") as (port, _asked), connections(port, 1) as opened, pytest.raises(ConnectionError):
        per_second(opened, request_for("/x"), 1)
