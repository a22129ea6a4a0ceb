"""The program with its clock at a moment of the sample's term, so that pictures of its pages do not follow the calendar."""

from __future__ import annotations

import datetime as dt
from functools import partial

import api.app
import cli

MOMENT = dt.datetime(2026, 4, 14, 8, 10, tzinfo=dt.UTC)
"""A Tuesday in the seventh week of term; the clock runs on from then."""


def main() -> None:
    """``lunjie`` at that moment."""
    ahead = dt.datetime.now(dt.UTC) - MOMENT
    api.app.create_app = partial(api.app.create_app, clock=lambda: dt.datetime.now(dt.UTC) - ahead)  # type: ignore[assignment]
    cli.main()
