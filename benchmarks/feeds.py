"""What a conditional request of a calendar costs: `python -m benchmarks.feeds`. Ratios are of one run of one machine.

Our service against a bare Starlette route under the same server that knows nothing but how to say 304: at least half of its
answers a second. In turns, and the middle one of the ratios counts; the processor time of both stands beside it (Linux).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.jobs import used
from benchmarks.polling import connections, per_second, request_for
from tests.api.service import serving

LEAST = 0.5
_BARE = """
import socket, uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

async def calendar(request):
    return Response(status_code=304, headers={"ETag": request.headers["if-none-match"], "Cache-Control": "private, no-cache"})

listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
listener.bind(("127.0.0.1", 0))
listener.listen(128)
print(listener.getsockname()[1], flush=True)
config = uvicorn.Config(Starlette(routes=[Route("/{path:path}", calendar)]), log_config=None, access_log=False)
uvicorn.Server(config).run(sockets=[listener])
"""


def main() -> int:
    """Print the ratios; exit 1 when the middle one misses its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=4000, help="of one round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=20)
    arguments = parser.parse_args()
    ours, bare, rates = compared(arguments.requests, arguments.rounds, arguments.connections)
    ratios = [o / b for o, b in zip(rates["ours"], rates["bare"], strict=True)]
    middle = statistics.median(ratios)
    for name, each in (("ours", ours), ("bare", bare)):
        print(f"{name}: {statistics.median(rates[name]):6.0f} a second, {1e6 * each:.0f} µs of a processor each")
    print(f"ratio: {middle:.2f} (from {min(ratios):.2f} to {max(ratios):.2f}), of processor time {bare / ours:.2f}")
    return 0 if middle >= LEAST else 1


def compared(requests: int, rounds: int, at_once: int) -> tuple[float, float, dict[str, list[float]]]:
    """(processor seconds of ours for one request, of the bare route, answers a second of both in each round)."""
    with tempfile.TemporaryDirectory() as directory, serving(Path(directory)) as service, _bare() as (bare_port, bare_pid):
        me = service.person().set_up(service.first_link)
        me.add_school("s")
        me.publish("s")
        path = me.feed("s", "library")
        etag = me.ask("GET", path).headers["etag"]
        sides = {"bare": (bare_port, bare_pid), "ours": (int(service.url.rpartition(":")[2]), service.process.pid)}
        rates: dict[str, list[float]] = {name: [] for name in sides}
        cpu = dict.fromkeys(sides, 0.0)
        for n in range(rounds + 1):
            for name, (port, pid) in sides.items():
                with connections(port, at_once) as opened:
                    before = used([pid])
                    rate = per_second(opened, request_for(path, etag), requests)
                if n:  # the first one warms up
                    rates[name].append(rate)
                    cpu[name] += used([pid]) - before
    return cpu["ours"] / rounds / requests, cpu["bare"] / rounds / requests, rates


@contextmanager
def _bare() -> Iterator[tuple[int, int]]:
    """(port, process id) of the bare route."""
    process = subprocess.Popen([sys.executable, "-c", _BARE], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline()), process.pid
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    raise SystemExit(main())
