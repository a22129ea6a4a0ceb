"""Where copies of a data directory lie: in it, and wherever `lunjie backup` has put them."""

from __future__ import annotations

import contextlib
from pathlib import Path

_LIST = "copies.txt"
_MOST = 20


def copies(data: Path) -> list[Path]:
    """The copies that there are, newest first: backups, and those kept before a restore or a migration."""
    listed = [Path(line) for line in _lines(data)]
    found = {file.absolute() for file in [*data.glob("*.backup"), *listed] if file.is_file()}
    return sorted(found, key=lambda file: file.stat().st_mtime, reverse=True)


def remember(data: Path, file: Path) -> None:
    """A copy lies there. Where that cannot be written down the copy is as good."""
    lines = [*(line for line in _lines(data) if Path(line).is_file()), str(file.absolute())][-_MOST:]
    with contextlib.suppress(OSError):
        (data / _LIST).write_text("\n".join(dict.fromkeys(lines)) + "\n", encoding="utf-8")


def _lines(data: Path) -> list[str]:
    try:
        return (data / _LIST).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
