"""What a plan leaves for the next term's fairness: who had the unwelcome slots, who did most duties."""

from __future__ import annotations

from collections import Counter, defaultdict

from planner.models.plan import Plan
from planner.models.school import School
from planner.timeline import Timeline, unpopularity


def unwelcome_slots(school: School, plan: Plan) -> dict[str, int]:
    """Class -> how unwelcome its slots were on average over the dates of a visit, its visits added up; 1 to 9 only."""
    timeline = Timeline(school)
    levels: dict[str, float] = defaultdict(float)
    turns = {(d, t.label): t for d, found in timeline.turns.items() for t in found}
    for visit in plan.visits:
        window = school.window_by_id.get(visit.window or "")
        turn = turns.get((visit.demand, visit.turn))
        if window is None or turn is None or visit.slot is None or visit.visitor not in school.class_by_id:
            continue
        found = [unpopularity(window.unpopular, o.day.label, visit.slot) for o in turn.occasions if o.window == window.id]
        if found:
            levels[visit.visitor] += sum(found) / len(found)
    return {c: min(9, round(levels[c])) for c in school.class_by_id if round(levels[c]) >= 1}


def helper_loads(school: School, plan: Plan) -> dict[str, int]:
    """Helper -> duties of a cycle above the average of the trained helpers, rounded; only those above it."""
    counts = Counter(duty.helper for duty in plan.duties)
    trained = [h.id for h in school.helper_by_id.values() if not h.trainee]
    if not trained:
        return {}
    average = sum(counts[h] for h in trained) / len(trained)
    return {h: round(counts[h] - average) for h in trained if round(counts[h] - average) >= 1}
