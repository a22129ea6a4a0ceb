"""A printed table that was changed by hand, read back: edits, the pins they become, what speaks against them."""

from planner.applying.byhand import by_hand, over_already
from planner.applying.clashes import clashes
from planner.applying.edits import edits_of
from planner.applying.pins import pinning_of, with_pins

__all__ = ["by_hand", "clashes", "edits_of", "over_already", "pinning_of", "with_pins"]
