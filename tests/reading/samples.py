"""A whole school in one text, in English keys, for tests to read and to spoil."""

from __future__ import annotations

SCHOOL = """\
name: {zh: 示范小学, en: Model School}
term:
  id: 2026-spring
  school_year: 2025–2026学年
  name: 第二学期
  start: 2026-03-02
  end: 2026-07-07
  recall_weeks: 18-19
  closures:
    - {dates: 2026-04-06, name: 清明节}
    - {dates: 2026-05-01..2026-05-05, name: 劳动节}
  days:
    - {date: 2026-05-09, runs_as: FRI, note: 调休}
campuses:
  - {id: main, name: 本部}
  - {id: east, name: 东校区}
bells:
  - periods: {P1: '08:20-09:00', P2: 09:10-09:50, P3: 10:20-11:00, P4: 11:10-11:50}
    lunch: 11:50-12:10
  - campus: east
    periods: {P1: 08:30-09:10, P2: 09:20-10:00, P3: 10:30-11:10, P4: 11:20-12:00}
rooms:
  - {id: stack, name: 藏书室, campus: main, seats: 0}
  - {id: reading, name: 阅览室, campus: main, seats: 45}
  - {id: branch, name: 分馆, campus: east}
classes:
  - {grades: 1-4, count: 2, campus: main, pupils: 36}
  - {grades: 4, number: 2, pupils: 30, teacher: 王老师}
  - {grades: 5-6, count: 2, campus: east, id: 'e{grade}-{number}', stays: MON-THU}
teachers:
  - {id: 王老师, away: 周三}
timetable:
  - {class: 1-1, MON: 语文 数学 - 体育, TUE: 数学 语文, teachers: {语文: 李老师}}
  - class: 四(2)
    days: {MON: 语文 数学}
    weeks: odd
windows:
  - id: noon
    name: 午间
    rooms: [stack]
    weekdays: MON,FRI
    time: 12:10-13:00
    slots: [12:10-12:25, 12:25-12:40, 12:40-12:55]
    unpopular: {MON 3: 4, FRI: 2}
    changes:
      - {valid_from: 2026-05-01, time: 12:20-13:10, slots: [12:20-12:35, 12:35-12:50, 12:50-13:05]}
  - {id: after, name: 放学后, kind: after_school, rooms: branch, after: P4, slot_minutes: [15, 15], gap: 5}
  - {id: free, name: 自由借阅, booked: false, campus: main, time: 07:50-08:10}
demands:
  - {id: borrow, name: 借书, kind: borrowing, cycle: sliding, campus: main, windows: noon, bans: [{grades: 3, weekdays: FRI}]}
  - {id: late, name: 借书, kind: borrowing, cycle: A/B, campus: east, windows: after}
  - {id: read, name: 阅览课, kind: lesson_reading, grades: 1-4, subjects: {1-2: 语文, all: [语文, 阅读]}, rooms: reading}
posts:
  - {id: desk, name: 借还台, windows: noon, count: 2}
  - {id: guide, name: 护送, escort: {demand: borrow}}
helpers:
  - {id: h1, class: 4-1, posts: desk, away: [MON]}
  - {id: h2, class: 四(2), away: [{weekdays: FRI, weeks: 3-5, reason: 合唱}]}
wishes:
  - {helpers: [h1, h2]}
adults:
  - {id: lib, name: 陈老师, places: {campus: main}, away: {dates: 2026-04-20..2026-04-24}}
absences:
  - {grades: 4, away: {dates: 2026-04-17}, what: 春游}
events:
  - {id: fair, name: 书展, dates: 2026-04-20..2026-04-24, closes_rooms: stack, monthly: last FRI}
last_term: {1-1: 5, 四(2): 2}
rules:
  spread: {mode: off}
  fair_duties: {weight: 5}
"""


def spoiled(old: str, new: str) -> str:
    """The sample with one piece replaced, which must be there exactly once."""
    assert SCHOOL.count(old) == 1, f"{old!r} stands {SCHOOL.count(old)} times in the sample"
    return SCHOOL.replace(old, new)
