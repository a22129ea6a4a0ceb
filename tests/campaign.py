"""How many examples a property test looks at: a part of them in the usual run, all in a campaign (`make campaign`)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

CAMPAIGN = bool(os.environ.get("LUNJIE_CAMPAIGN"))
_SHARE = 4
_FEWEST = 8


def often(examples: int) -> settings:
    """Settings for so many examples in a campaign; a quarter of them, yet no fewer than eight, otherwise."""
    usual = min(examples, max(_FEWEST, examples // _SHARE))
    return settings(
        max_examples=examples if CAMPAIGN else usual,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
