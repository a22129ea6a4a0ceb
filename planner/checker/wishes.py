"""What the visits of a plan cost: wishes, spread, grades, unwelcome slots."""

from __future__ import annotations

from collections import Counter, defaultdict

from planner.checker.case import Case, Finding, Findings
from planner.models.days import DAY_LABELS, stretch_of
from planner.timeline import even_shares, fits, unpopularity


def lost_visits(case: Case) -> Findings:
    """Visits do not fall on dates on which the class is away."""
    lost = defaultdict(list)
    for loss in case.expansion.lost:
        if loss.date in case.confirmed:
            lost[loss.visitor, loss.demand].append(loss.date)
    for (visitor, demand), dates in sorted(lost.items()):
        yield Finding(visitor, len(dates), tuple(sorted(dates)), demand)


def preference(case: Case) -> Findings:
    """Classes and teachers get what they asked for."""
    for visit, demand, cell in case.visits:
        cost = 0
        for wish in demand.prefer:
            if visit.visitor in case.school.select(wish):
                there = sum(fits(wish, cell, o) for o in cell.occasions)
                met = there == len(cell.occasions) if wish.wanted else there == 0
                cost += 0 if met else wish.cost
        if cost:
            yield Finding(visit.visitor, cost, detail=demand.id)


def fair_visits(case: Case) -> Findings:
    """Over the term each class comes about as often as any other."""
    held: Counter[tuple[str, str]] = Counter((s.visitor or "", s.source) for s in case.visit_sessions)
    for demand in case.school.demand_by_id:
        before = case.plan.had.get(demand, {})
        counts = [held[v, d] + before.get(v, 0) for v, d in case.due if d == demand]
        if len(counts) > 1 and max(counts) > min(counts):
            yield Finding(demand, max(counts) - min(counts))


def held_visits(case: Case) -> Findings:
    """As many visits are really held over the term as can be. Those that no plan can hold are not missing."""
    left = case.plan.unreachable
    for group in case.holdings:
        missing = max(0, group.most - sum(case.held[v, group.demand, group.stretch] for v in group.visitors))
        out = min(left, missing)
        left -= out
        if missing > out:
            yield Finding(group.demand, missing - out, detail=group.stretch)


def fewest_visits(case: Case) -> Findings:
    """The class with the fewest visits comes as often as can be."""
    short = Counter(even_shares(case.timeline, case.holdings, case.due_in, case.plan.had))
    for group in case.holdings:
        for visitor in group.visitors:
            short[visitor, group.demand] -= case.held[visitor, group.demand, group.stretch]
    for (visitor, demand), count in short.items():
        if count > 0:
            yield Finding(visitor, count * (count + 1) // 2, detail=demand)


def spread(case: Case) -> Findings:
    """Borrowing and reading of a class are not on neighbouring days."""
    days: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for visit, demand, cell in case.visits:
        for part, day in case.days_of(cell):
            days[visit.visitor, demand.id, part].add(day)
    by_category = defaultdict(list)
    for d in case.school.demand_by_id.values():
        by_category[d.category].append(d.id)
    for visitor in dict.fromkeys(v for v, _, _ in days):
        near = 0
        for borrowing in by_category["BORROWING"]:
            for reading in by_category["READING"]:
                for here, there in case.together(borrowing, reading):
                    near += sum(
                        abs(DAY_LABELS.index(a) - DAY_LABELS.index(b)) < case.school.min_gap_days
                        for a in days.get((visitor, borrowing, here), ())
                        for b in days.get((visitor, reading, there), ())
                    )
        if near:
            yield Finding(visitor, near)


def grade_days(case: Case) -> Findings:
    """The classes of a grade keep together, or apart, as the school wants."""
    for demand in case.school.demand_by_id.values():
        if demand.grades_together is None:
            continue
        turns = Counter(stretch_of(turn.label) for turn in case.timeline.turns[demand.id])
        due = Counter(case.school.class_by_id[v].grade for v, d in case.due if d == demand.id and v in case.school.class_by_id)
        used: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        for visit, d, _ in case.visits:
            if d.id == demand.id and visit.visitor in case.school.class_by_id:
                used[case.school.class_by_id[visit.visitor].grade, visit.stretch][visit.turn] += 1
        for (grade, stretch), counts in sorted(used.items()):
            if demand.grades_together == "together":
                amount = max(0, len(counts) - 1)
            else:
                fair = -(-due[grade] * demand.times // turns[stretch])
                amount = sum(max(0, n - fair) for n in counts.values())
            if amount:
                yield Finding(f"{demand.id} {grade}", amount, detail=stretch)


def fair_slots(case: Case) -> Findings:
    """Unwelcome slots go to those who had good ones last term."""
    before = {case.school.class_id(key): level for key, level in case.school.last_term.items()}
    for visit, _, cell in case.visits:
        level = max(
            (
                unpopularity(case.school.window_by_id[o.window].unpopular, o.day.label, visit.slot or 0)
                for o in cell.occasions
                if o.window
            ),
            default=0,
        )
        if level:
            yield Finding(visit.visitor, level * (1 + before.get(visit.visitor, 0)))
