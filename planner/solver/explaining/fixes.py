"""Changes that might make a school work, in the school's own terms. Whether they do is for a solve to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.models.outcome import Cause, Clash, Fix, Unplaced
from planner.models.school import School
from planner.models.values import ALL_WEEKS, Span, at_minute, minute_of
from planner.models.visits import READING_KINDS, Demand, Window
from planner.solver.explaining.fixing import apply_fixes
from planner.solver.explaining.remedies import remedies

_SHORTEST_SLOT = 8  # minutes: below that a class cannot borrow
_FEW = 4  # so many classes may be asked one by one to come every two weeks


# What a school has agreed upon and may loosen. Nobody can eat, learn or sit somewhere else at the same time, or be in two
# places; visits, posts and adults are what a plan is for.
SOFTENED = frozenset(
    {
        "forbidden",
        "pinned",
        "duty_pinned",
        "each_day_served",
        "one_visit_a_day",
        "grade_limit",
        "duty_max",
        "duty_min",
        "one_duty_a_day",
        "no_consecutive",
        "trainee_paired",
        "experienced_there",
    }
)


@dataclass(frozen=True)
class Candidate:
    """A fix and the school as it would then be."""

    fix: Fix
    school: School

    @property
    def family(self) -> tuple[str, ...]:
        """See `family`."""
        return family(self.fix)


def family(fix: Fix) -> tuple[str, ...]:
    """Fixes of one family ask for the same thing, each more of it than the one before."""
    code, params = fix.code, fix.params
    if code in {"classes_fortnightly", "grade_fortnightly", "fortnightly", "every_n_weeks"}:
        return "cycle", params["demand"]
    if code in {"open_day", "open_all_days"}:
        return "days", params["window"]
    if code in {
        "lunch_until",
        "room_seats",
        "room_heads",
        "window_heads",
        "lower_minimum",
        "more_adults",
        "arrive_at",
        "subject",
        "exchange",
        "exchange_classes",
        "lesson_room",
        "each_day",
        "window_room",
    }:
        return (code,)
    if code == "move_lesson":
        return ("exchange",)
    if code in {"smaller_ban", "fewer_visits"}:
        return code, params["demand"]
    if code in {"fewer_at_post", "fewer_at_posts", "more_helpers"}:
        return (code[:5],)
    return (code, *params.values())


def candidates(
    school: School, left_out: tuple[Unplaced, ...], clash: Clash | None, causes: tuple[Cause, ...] = ()
) -> list[Candidate]:
    """Fixes worth trying for known causes and for what a partial plan leaves out, cheapest first."""
    found = [*remedies(school, causes), *_for_visits(school, left_out, clash), *_for_duties(school, left_out), *_soft(clash)]
    unique = {fix.model_dump_json(): fix for fix in found}
    ordered = sorted(unique.values(), key=lambda f: (f.price, f.code, sorted(f.params.items())))
    tried = (Candidate(fix, apply_fixes(school, (fix,))) for fix in ordered)
    return [candidate for candidate in tried if candidate.school != school]


def _fix(code: str, price: int, **params: object) -> Fix:
    return Fix(code=code, price=price, params={k: str(v) for k, v in params.items()})


def _for_visits(school: School, left_out: tuple[Unplaced, ...], clash: Clash | None) -> Iterator[Fix]:
    wanted = {u.of for u in left_out if u.kind == "visit"}
    for demand in (school.demand_by_id[d] for d in sorted(wanted)):
        short = {u.subject: u.missing for u in left_out if u.kind == "visit" and u.of == demand.id}
        yield from _other_cycle(school, demand, short, clash)
        for ban in demand.bans:
            yield _fix("drop_ban", 3, demand=demand.id, place=ban.model_dump_json())
        for pin in demand.pins:
            yield _fix("drop_pin", 3, demand=demand.id, place=pin.model_dump_json())
        if demand.kind in {"borrowing", "noon_reading"} and demand.heads is None:
            yield _fix("delegates", 6, demand=demand.id, heads=6)
        for times in range(demand.times - 1, 0, -1):
            yield _fix("fewer_visits", 7 + demand.times - times, demand=demand.id, times=times)
        if demand.grade_limits:
            yield _fix("grade_limit", 3, demand=demand.id)
        if demand.is_lesson:
            for room in (school.room_by_id[r] for r in sorted(demand.rooms)):
                if room.classes is not None:
                    yield _fix("room_classes", 6, room=room.id, classes=room.classes + 1)
        for window in (school.window_by_id[w] for w in sorted(demand.windows)):
            yield from _more_window(school, window)
            short_lived = window.valid_from or window.valid_until or window.weeks != ALL_WEEKS
            if short_lived and not demand.cycle.has_weeks:  # more dates: of a week there are no more for that
                yield _fix("window_always", 6, window=window.id)


def _other_cycle(school: School, demand: Demand, short: dict[str, int], clash: Clash | None) -> Iterator[Fix]:
    missing = sum(short.values())
    if demand.cycle.kind == "weekly":
        # Escorts belong to a demand: its classes must stay together.
        if not any(post.escort and post.escort.demand == demand.id for post in school.posts):
            yield from _some_fortnightly(school, demand, short, clash)
            for grade in sorted({school.class_by_id[c].grade for c in school.select(demand)}, reverse=True):
                classes = [c for c in school.select(demand) if school.class_by_id[c].grade == grade]
                if len(classes) // 2 >= missing and len(classes) < len(school.select(demand)):
                    yield _fix("grade_fortnightly", 9, demand=demand.id, grade=grade)
        yield _fix("fortnightly", 12, demand=demand.id)
    if demand.cycle.kind in {"weekly", "ab"}:
        for n in (3, 4):
            yield _fix("every_n_weeks", 12 + n, demand=demand.id, n=n)
    if demand.cycle.kind == "sliding" and not demand.cycle.keep_weekday:
        yield _fix("slide_by_weekday", 4, demand=demand.id)


def _some_fortnightly(school: School, demand: Demand, short: dict[str, int], clash: Clash | None) -> Iterator[Fix]:
    """The classes without a place share one with as many others of the clash, week by week in turn."""
    clashing = [s.split() for m in clash.members if m.rule == "demand_met" for s in m.subjects] if clash else []
    others = [who for who, what in clashing if what == demand.id and who not in short]
    classes = [*short, *others[: len(short)]]
    everybody = school.select(demand)
    if len(short) <= _FEW and len(classes) == 2 * len(short) < len(everybody) and set(classes) <= set(everybody):
        yield _fix("classes_fortnightly", 8, demand=demand.id, classes=",".join(c for c in everybody if c in classes))


def _more_window(school: School, window: Window) -> Iterator[Fix]:
    days = school.term.weekdays if not school.term.cycle_days else tuple(f"D{n}" for n in range(1, school.term.cycle_days + 1))
    closed = tuple(d for d in days if d not in window.weekdays)
    if window.grades is not None:
        yield _fix("window_grades", 3, window=window.id)
    for day in closed:
        yield _fix("open_day", 5, window=window.id, days=day)
    if len(closed) > 1:
        yield _fix("open_all_days", 5 * len(closed), window=window.id, days=",".join(closed))
    yield from one_more_class(school, window)
    if window.slots and not window.changes and window.tidy is None:
        last = window.slots[-1]
        end = minute_of(last.end) + last.minutes
        if end < 24 * 60:
            yield _fix("one_more_slot", 5, window=window.id, slot=Span.between(start=last.end, end=at_minute(end)))
    count = len(window.slots) + 1
    if window.slots and not window.changes:
        minutes = (minute_of(window.slots[-1].end) - minute_of(window.slots[0].start)) // count
        if minutes >= _SHORTEST_SLOT:
            yield _fix("shorter_slots", 7, window=window.id, count=count, minutes=minutes)


def one_more_class(school: School, window: Window) -> Iterator[Fix]:
    """One more class in each slot, and, where people are counted and too few are allowed, room for so many large classes."""
    own, beside = ([school.room_by_id[r] for r in rooms] for rooms in (window.rooms, window.with_rooms))
    of_rooms = [r.classes for r in own if r.classes is not None]
    at_once = [n for n in (window.classes, *(r.classes for r in beside)) if n is not None]
    at_once += [sum(of_rooms)] if of_rooms and len(of_rooms) == len(own) else []
    # Who borrows needs no seat.
    reads = any(d.kind in READING_KINDS and window.id in (d.windows or ()) for d in school.demands)
    limits = (window.heads, *(n for r in (*own, *beside) for n in (r.heads, r.seats if reads else None)))
    people = [n for n in limits if n is not None]
    if at_once or people:
        largest = max((c.pupils for c in school.class_list), default=0)
        fit = min([*at_once, *(n // largest for n in people if largest)], default=0) + 1
        more: dict[str, object] = {"classes": fit if at_once and min(at_once) < fit else ""}
        if people and min(people) < fit * largest:
            more["heads"] = fit * largest
        yield _fix("slot_classes", 6, window=window.id, **more)


def _for_duties(school: School, left_out: tuple[Unplaced, ...]) -> Iterator[Fix]:
    short = [p for p in school.post_by_id if any(u.kind == "duty" and u.subject == p for u in left_out)]
    rules = school.duties
    if short:
        missing = sum(u.missing for u in left_out if u.kind == "duty")
        for count in _numbers(school, missing):
            yield _fix("more_helpers", 3 + count, posts=",".join(short), count=count)
        several = [p for p in short if school.post_by_id[p].count > 1]
        for key in short:
            post = school.post_by_id[key]
            if post.grades is not None:
                yield _fix("post_grades", 4, post=key)
            if post.trained or any(h.posts is not None and key not in h.posts for h in school.helpers):
                yield _fix("train_all", 5, post=key)
            if post.count > 1:
                yield _fix("fewer_at_post", 6, post=key, count=post.count - 1)
        if len(several) > 1:
            yield _fix("fewer_at_posts", 6 * len(several), posts=",".join(several))
        if rules.max_per_week is not None:
            yield _fix("more_per_week", 4, times=rules.max_per_week + 1)
        if school.term.cycle_days and rules.cycle.has_weeks and any(map(school.counts_dates, school.helper_by_id.values())):
            yield _fix("duties_once", 4)
        if not rules.consecutive_days:
            yield _fix("consecutive", 3)
    if any(u.kind == "minimum" for u in left_out) and rules.min_per_week:
        yield _fix("lower_minimum", 2, times=rules.min_per_week - 1)


def _numbers(school: School, missing: int) -> tuple[int, ...]:
    """How many more helpers to try: at least as many as the missing duties take."""
    weeks = {"weekly": 1, "ab": 2, "weeks": school.duties.cycle.n or 1}.get(school.duties.cycle.kind)
    most = school.duties.max_per_week
    if weeks is None or most is None or most < 1:
        return 1, 2, 3, 5, 8, 12
    least = -(-missing // (most * weeks))
    return tuple(least + more for more in (0, 1, 2, 3, 5, 8))


def _soft(clash: Clash | None) -> Iterator[Fix]:
    """Each rule of the clash that a school may give up made soft, as a last resort."""
    rules = {m.rule for m in clash.members} if clash else set()
    for rule in sorted(rules & SOFTENED):
        yield _fix("rule_soft", 20, rule=rule)
