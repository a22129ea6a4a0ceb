"""Whether every locked dependency has a wheel for Windows: `python -m tests.wheels` asks the package index, as pip does.

What was found is written beside the lock with the lock's digest, so that a test can tell without a network that a changed lock
has been looked at.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
FOUND = Path(__file__).parent / "windows" / "wheels.json"
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORM = "win_amd64"


def digest() -> str:
    """Of the lock as it is."""
    return hashlib.sha256(LOCK.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def main() -> int:
    """Exit 1, with what is missing, when pip finds no wheel for one of them."""
    counts = {}
    for python in PYTHONS:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--no-deps"]
            command += ["--require-hashes", "--only-binary", ":all:", "--platform", PLATFORM, "--python-version", python]
            command += ["--target", folder, "--report", str(report), "-r", str(LOCK)]
            if subprocess.run(command, check=False).returncode:
                return 1
            counts[python] = len(json.loads(report.read_text())["install"])
        print(f"Python {python}, {PLATFORM}: {counts[python]} wheels")
    found = {"lock": digest(), "platform": PLATFORM, "on": dt.datetime.now(dt.UTC).date().isoformat(), "wheels": counts}
    FOUND.write_text(json.dumps(found, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
