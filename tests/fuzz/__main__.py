"""``make fuzz``: mutants through every reader; a table of what came of them, and the seeds of all faults.

    python -m tests.fuzz [COUNT [FIRST SEED [READER]]]      usual: 100000 in all, from a seed by the clock

A fault is kept: write its line into tests/fuzz/kept.txt, where the usual tests read it.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter

from tests.fuzz.readers import readers
from tests.fuzz.run import outcome


def main(count: int, first: int, only: str) -> int:
    """Number of faults."""
    chosen = {name: r for name, r in readers().items() if only in name}
    faults = 0
    for name, reader in chosen.items():
        began, counts, seen = time.process_time(), Counter[str](), Counter[str]()
        for seed in range(first, first + count // len(chosen)):
            kind, text = outcome(reader, seed)
            counts[kind] += 1
            if kind == "fault":
                faults += 1
                cause = text.strip().split("\n")[-1][:80]
                seen[cause] += 1
                if seen[cause] <= 3:
                    print(f"{name}\t{seed}\n{text}", flush=True)
        spent = time.process_time() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        said = ", ".join(f"{counts[k]} {k}" for k in ("taken", "refused", "fault"))
        print(f"{name:18} {sum(counts.values()):7} mutants: {said}; {spent:.0f} s, {memory} MB at most", flush=True)
    return faults


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(
        bool(
            main(
                int(given[0]) if given else 100_000,
                int(given[1]) if len(given) > 1 else int(time.time()),
                given[2] if len(given) > 2 else "",
            )
        )
    )
