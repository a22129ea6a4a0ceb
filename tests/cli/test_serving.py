"""The socket that `lunjie serve` listens on."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from api.settings import Settings
from cli.service.serving import listening
from tests.loops import run


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_answers_are_not_held_back(host: str, tmp_path: Path) -> None:
    """Nagle's algorithm is off on what is accepted: with it each answer to a client that keeps its connection took 44 ms."""
    if host == "::1" and not socket.has_ipv6:
        pytest.skip("this computer speaks no IPv6")

    async def accepted() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            found.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with listening(Settings(data=tmp_path, host=host, port=0), "en") as listener:
            async with await asyncio.start_server(answer, sock=listener):
                _, writer = await asyncio.open_connection(*listener.getsockname()[:2])
                no_delay = await found
                writer.close()
                return no_delay

    assert run(accepted()) != 0
