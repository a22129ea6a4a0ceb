"""What a plan holds of the visits that could be held: numbers only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemandReach:
    """Visits of one demand: ``places`` = what room and grades alone would allow, ``held`` = what the plan holds."""

    demand: str
    places: int
    held: int


@dataclass(frozen=True, slots=True)
class LostTo:
    """Visits that a rule keeps every plan from holding; ``rule`` '' = several together."""

    rule: str
    visits: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A plan from its first date on. ``lost_to`` adds up to what no plan can hold of the places."""

    demands: tuple[DemandReach, ...]
    lost_to: tuple[LostTo, ...]

    @property
    def places(self) -> int:
        """Visits that room and grades alone would allow."""
        return sum(d.places for d in self.demands)

    @property
    def held(self) -> int:
        """Visits that the plan holds."""
        return sum(d.held for d in self.demands)

    @property
    def out_of_reach(self) -> int:
        """Visits that no plan can hold."""
        return sum(x.visits for x in self.lost_to)

    @property
    def most(self) -> int:
        """No plan holds more."""
        return self.places - self.out_of_reach

    @property
    def missing(self) -> int:
        """Visits that could be held, as far as is known, and are not."""
        return self.most - self.held
