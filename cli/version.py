"""Which version this is: asked by scripts again and again, so that nothing else is loaded for it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def told() -> str:
    """The line that ``lunjie --version`` prints."""
    try:
        return f"lunjie {version('lunjie')}"
    except PackageNotFoundError:
        return "lunjie (not installed)"
