"""Duties without helpers: what keeps them away, and helpers' limits that do not add up. Counted, not searched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from planner.models.outcome import Balance, Cause
from planner.models.people import Helper
from planner.models.problem import Shortage
from planner.solver.explaining.facts import DutyFacts, Fact
from planner.solver.problem import Problem
from planner.timeline import Shift

TIER = 3 * 10**6
_OVER, _ADDING_UP = 25 * 10**5, 2 * 10**6
_BY_DAY = frozenset({"away", "not_yet_or_no_longer"})
_WEAK = frozenset({"other_campus", "other_grades", "untrained"})

_SUMS = {
    "min_over_duties": ("minimum_over", "fewest"),
    "min_over_week": ("minimum_over_week", "fewest"),
    "duties_over_helpers": ("maximum_under", "most"),
    "duties_over_week": ("maximum_under_week", "most"),
}
"""Shortage -> cause, and which limit of the helpers it adds up. ``least`` or ``most`` is said where it is the same for all."""
_BY_AVAILABILITY = frozenset({"maximum_under", "maximum_under_week"})
_TRAINEE = Fact("trainee")


def _fills_no_seat(helper: Helper) -> bool:
    return helper.trainee and not helper.moves_up


def shift_causes(problem: Problem, short: list[Shortage], balances: list[Balance]) -> Iterator[Cause]:
    """Posts that too few can come to, then sums of duties that do not match what helpers may or must do."""
    found = [*_nobody_comes(problem, [s for s in short if s.code == "post_short"])]
    for s in short:
        if s.code == "round_over_week":
            params = {"posts": s.subject, "turn": s.params["turn"], "need": str(s.need), "capacity": str(s.capacity)}
            found.append(Cause(code="round_over_week", who=(), params=params, weight=_OVER + s.need - s.capacity))
    alone = {s.subject for s in short if s.code == "post_short"}
    over = [b for b in balances if b.kind == "post" and b.is_short and b.subject not in alone]
    found += [*_no_escorts(problem), *_experienced(problem), *_over(problem, over)]
    found += [] if alone else _too_few_at_once(problem)
    yield from found
    # What keeps helpers away from posts is not said again as a sum.
    yield from (c for c in _sums(problem, short) if not (found and c.code in _BY_AVAILABILITY and "most" not in c.params))


def _nobody_comes(problem: Problem, short: list[Shortage]) -> Iterator[Cause]:
    """Shifts with too few helpers: what keeps most of the others away, for all posts and days together."""
    by_shift = {(s.subject, s.params["turn"], s.params["window"]): s for s in short}
    shifts = [s for s in problem.timeline.shifts if s.key[:3] in by_shift]
    everybody = len(problem.school.helper_by_id)
    for post, need in {s.subject: s.need for s in short if s.need > everybody}.items():
        params = {"posts": post, "need": str(need), "capacity": str(everybody), "all": str(everybody)}
        yield Cause(code="more_than_there_are", who=(), params=params, weight=TIER + need)
    shifts = [s for s in shifts if problem.school.post_by_id[s.post].count <= everybody]
    for found, hit in _kept_away(problem, shifts):
        worst = min((by_shift[s.key[:3]] for s in hit), key=lambda s: s.capacity - s.need)
        at = hit
        if found.code in _BY_DAY:
            at = [s for s in hit if by_shift[s.key[:3]].need - by_shift[s.key[:3]].capacity == worst.need - worst.capacity]
        yield from _posts(problem, found, at, worst.need, worst.capacity)


def _too_few_at_once(problem: Problem) -> Iterator[Cause]:
    """Times at which all posts together take more than can come, though each of them alone could be filled: of the worst."""
    school = problem.school
    if school.mode("post_staffed") != "hard" or school.mode("one_duty_a_day") != "hard":
        return
    times: dict[tuple[str, str], list[Shift]] = defaultdict(list)
    for shift in problem.timeline.shifts:
        if school.post_by_id[shift.post].count:
            times[shift.turn, shift.window].append(shift)
    lacking: dict[int, list[tuple[list[Shift], int, int]]] = defaultdict(list)
    for shifts in times.values():
        for slot in {shift.slot for shift in shifts}:
            there = [shift for shift in shifts if shift.slot in (None, slot)]
            need = sum(school.post_by_id[shift.post].count for shift in there)
            able = {problem.duties[n].helper for shift in there for n in problem.duties_by_shift[shift.key]}
            capacity = sum(not _fills_no_seat(helper) for helper in able)
            if need > capacity:
                lacking[need - capacity].append((there, need, capacity))
    if lacking:
        there, need, capacity = lacking[max(lacking)][0]
        alike = [shift for shifts, *sums in lacking[max(lacking)] if sums == [need, capacity] for shift in shifts]
        for found, hit in _kept_away(problem, alike)[:1]:
            yield from _posts(problem, found, hit, need, capacity)


def _no_escorts(problem: Problem) -> Iterator[Cause]:
    """Escorts that nobody at all, or fewer than go with a class, could be."""
    if problem.school.mode("escort_tied") != "hard":
        return
    for post in problem.school.post_by_id.values():
        shifts = [s for s in problem.timeline.shifts if s.post == post.id]
        able = {problem.duties[n].helper.id for s in shifts for n in problem.duties_by_shift[s.key]}
        if post.escort and shifts and len(able) < post.escort.per_class:
            due = any(problem.due(v, post.escort.demand) for v in problem.visitors[post.escort.demand])
            for found, hit in _kept_away(problem, shifts)[: 1 if due else 0]:
                yield from _posts(problem, found, hit, post.escort.per_class, len(able))


def _kept_away(problem: Problem, shifts: Iterable[Shift]) -> list[tuple[Fact, list[Shift]]]:
    """The facts that keep most helpers from shifts, with those shifts: the first, and a second that is about as heavy."""
    facts, tally = DutyFacts(problem), Counter[Fact]()
    hit: dict[Fact, list[Shift]] = defaultdict(list)
    able = {(o.shift.key, o.helper.id) for o in problem.duties}
    for shift in shifts:
        for helper in problem.school.helper_by_id.values():
            if (shift.key, helper.id) not in able:
                at = Counter(facts.against(helper, shift, o) for _, o, _ in problem.held_on(shift.occasions))
                found = next((f for f, _ in at.most_common() if f is not None), None)
                if found is not None:
                    tally[found] += 1
                    hit[found].append(shift)
            elif _fills_no_seat(helper):
                tally[_TRAINEE] += 1
                hit[_TRAINEE].append(shift)
    # Who is of another campus was never meant to come.
    strong = [f for f in tally if f.code not in _WEAK] or [f for f in tally if f.code != "other_campus"] or list(tally)
    ranked = sorted(strong, key=lambda f: (-tally[f], f))
    return [(f, list(dict.fromkeys(hit[f]))) for f in ranked[:2] if tally[f] * 2 >= tally[ranked[0]]]


def _posts(problem: Problem, found: Fact, hit: list[Shift], need: int, capacity: int) -> Iterator[Cause]:
    facts, order = DutyFacts(problem), list(problem.school.post_by_id)
    # Who is away differs from day to day: those of one of the days are counted.
    named = hit[:1] if found.code in _BY_DAY else hit
    helpers = [
        h.id
        for h in problem.school.helper_by_id.values()
        if (found == _TRAINEE and _fills_no_seat(h))
        or any(facts.against(h, s, o) == found for s in named for _, o, _ in problem.held_on(s.occasions)[:1])
    ]
    posts = sorted({s.post for s in hit}, key=order.index)
    # On another campus nobody was meant to come from.
    sites = {problem.school.window_campus(s.window) for s in hit}
    meant = [h for h in problem.school.helper_by_id.values() if problem.school.class_by_id[h.class_id].campus in sites]
    params = {
        **dict(found.params),
        "posts": ",".join(posts),
        "days": ",".join(dict.fromkeys(s.day or s.turn for s in hit)),
        "need": str(need),
        "capacity": str(capacity),
        "all": str(len(problem.school.helper_by_id if found.code == "other_campus" else meant)),
    }
    grades = problem.school.post_by_id[posts[0]].grades
    if found.code == "other_grades" and grades:
        params["grades"] = ",".join(map(str, grades))
    yield Cause(code=found.code, who=tuple(helpers), params=params, weight=TIER + need - capacity)


def _sums(problem: Problem, short: list[Shortage]) -> Iterator[Cause]:
    """What the helpers of a school must, or may, do in a cycle, or in one week, against the duties there are."""
    school, weeks = problem.school, len({shift.week for shift in problem.timeline.shifts})
    for s in short:
        if s.code not in _SUMS:
            continue
        code, limit = _SUMS[s.code]
        counted = [
            h for h in school.helper_by_id.values() if not h.trainee and school.class_by_id[h.class_id].campus == s.subject
        ]
        if not counted:
            continue
        each = {getattr(school, f"{limit}_duties")(h) for h in counted}
        params = {"need": str(s.need), "capacity": str(s.capacity), **{k: v for k, v in s.params.items() if k != "since"}}
        total = s.need if limit == "fewest" else s.capacity
        if {total} == {(one or 0) * len(counted) * (1 if code.endswith("_week") else weeks) for one in each}:
            params["least" if limit == "fewest" else "most"] = str(each.pop())
        if len(school.campus_ids) > 1:
            params["campus"] = s.subject
        yield Cause(code=code, who=tuple(h.id for h in counted), params=params, weight=_ADDING_UP)


def _over(problem: Problem, short: list[Balance]) -> Iterator[Cause]:
    """Posts that are staffed at each single time, but not over a cycle: what keeps most helpers from them."""
    for balance in short:
        shifts = [s for s in problem.timeline.shifts if s.post == balance.subject]
        able = {o.helper.id for s in shifts for o in (problem.duties[n] for n in problem.duties_by_shift[s.key])}
        able -= {h.id for h in problem.school.helpers if _fills_no_seat(h)}
        for found, _ in _kept_away(problem, shifts)[: 1 if able else 0]:
            params = {
                **dict(found.params),
                "posts": balance.subject,
                "why": found.code,
                "need": str(balance.need),
                "capacity": str(balance.capacity),
                "able": str(len(able)),
                "all": str(len(problem.school.helper_by_id)),
            }
            yield Cause(code="post_over", who=(), params=params, weight=_OVER + balance.need - balance.capacity)


def _experienced(problem: Problem) -> Iterator[Cause]:
    """Experienced helpers at every shift, where there are fewer than one shift takes."""
    school = problem.school
    least = school.duties.experienced
    able = [h for h in school.helper_by_id.values() if h.experienced]
    duties = [s for s in problem.timeline.shifts if not school.post_by_id[s.post].escort]
    if school.mode("experienced_there") == "hard" and duties and len(able) < least:
        params = {"need": str(least), "capacity": str(len(able)), "all": str(len(school.helper_by_id))}
        yield Cause(code="experienced_short", who=(), params=params, weight=TIER)
