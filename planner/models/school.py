"""A school: everything one file says. Shorthand is kept as written and spelled out by the properties.

Lists may be written in any order: the properties sort them, so that the same school always gives the same plan.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from operator import itemgetter
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ModelWrapValidatorHandler, model_validator

from planner.languages import spoken
from planner.models.base import Id, Language, Model, Text, YesNo, as_list, choice, field, in_simplified_keys
from planner.models.classes import ClassEntries, SchoolClass, default_class_name
from planner.models.days import CYCLE_DAYS, DAY_LABELS, names_of_days, own_days
from planner.models.duties import DutyRules, Post
from planner.models.makeup import MakeupPolicy
from planner.models.people import Absence, Adult, Helper, HelperWish, Teacher, Who
from planner.models.places import Bell, Campus, Room
from planner.models.rules import RULES, Mode, RuleSetting
from planner.models.term import Event, Term
from planner.models.timetable import FREE, Lesson, TimetableRow
from planner.models.values import natural
from planner.models.visits import Demand, Window, by_month

NameStyle = Literal["class", "masked", "full"]


class Printing(Model):
    """Words around the tables, and the privacy of pupils."""

    names: Annotated[NameStyle, choice({"班级": "class", "打码": "masked", "全名": "full"})] = field(
        "姓名显示",
        "on public tables and calendars: class (class and number, the default), masked (王*明); "
        "full = whole names on tables, which are then marked 内部使用; calendars keep to class and number",
        "class",
    )
    notes: Text | None = field("表下说明", "rules under the borrowing table, one a line", None)
    signature: Text | None = field("落款", "who signs; none = the school's library", None)
    signed: Text | None = field(
        "落款日期",
        "for example 2026年3月; none = month of the first school day; a later plan of the term has its own first day",
        None,
    )
    tints: YesNo = field("年级底色", "a light colour behind the classes of each grade, on tables", True)
    font: str | None = field(
        "字体", "font file for the PDFs (.ttf, .otf, .ttc), beside the school file; none = Noto Sans SC", None, max_length=200
    )
    logo: str | None = field("校徽", "picture for the PDFs (.png, .jpg), beside the school file", None, max_length=200)


THE_CAMPUS = "main"
SPOKEN: dict[str, Any] = {"中文": "zh", "简体中文": "zh", "繁体中文": "zh-Hant", "英文": "en"}
"""Chinese words for the languages."""


class _Classes(dict[str, SchoolClass]):
    """Classes by id; a group of volunteers answers when it is asked for, and stands in no list of classes."""

    def __init__(self, classes: Mapping[str, SchoolClass], groups: Mapping[str, SchoolClass]) -> None:
        super().__init__(classes)
        self._groups = groups

    def __missing__(self, key: str) -> SchoolClass:
        return self._groups[key]


class School(Model):
    """One school in one term, as its librarian writes it."""

    name: Text = field("学校", "name of the school")
    id: Id | None = field(
        "学校代码", "short id that never changes, part of every calendar event's identity; none = from the name", None
    )
    language: Annotated[Language, choice(SPOKEN)] = field("语言", "language of tables and messages: zh, zh-Hant or en", "zh")
    term: Term = field("学期", "the term")
    campuses: Annotated[tuple[Campus, ...], BeforeValidator(as_list)] = field("校区", "sites; none = a single one", ())
    bells: Annotated[tuple[Bell, ...], BeforeValidator(as_list)] = field("作息时间", "bell schedules", ())
    rooms: Annotated[tuple[Room, ...], BeforeValidator(as_list)] = field("场地", "rooms of the library", ())
    classes: ClassEntries = field("班级", "classes, in blocks, one by one, or in words: '1A-6D', '四甲'")
    teachers: Annotated[tuple[Teacher, ...], BeforeValidator(as_list)] = field(
        "教师", "teachers about whom more is known than a name", ()
    )
    timetable: Annotated[tuple[TimetableRow, ...], BeforeValidator(as_list)] = field("课程表", "the school's timetable", ())
    windows: Annotated[tuple[Window, ...], BeforeValidator(as_list)] = field("开放时段", "when the library is open", ())
    demands: Annotated[tuple[Demand, ...], BeforeValidator(as_list)] = field("需求", "who comes, how often, and where")
    posts: Annotated[tuple[Post, ...], BeforeValidator(as_list)] = field("岗位", "posts of the duty rota", ())
    duties: DutyRules = field("值日规则", "how often student librarians serve", DutyRules())
    helpers: Annotated[tuple[Helper, ...], BeforeValidator(as_list)] = field("小管理员", "student librarians", ())
    wishes: Annotated[tuple[HelperWish, ...], BeforeValidator(as_list)] = field(
        "搭档", "helpers who serve together or apart", ()
    )
    adults: Annotated[tuple[Adult, ...], BeforeValidator(as_list)] = field(
        "馆员", "adults who keep the windows open; none = not planned", ()
    )
    absences: Annotated[tuple[Absence, ...], BeforeValidator(as_list)] = field("外出", "classes away on some dates", ())
    events: Annotated[tuple[Event, ...], BeforeValidator(as_list)] = field("活动", "dated events", ())
    last_term: dict[str, int] = field("上学期冷门", "class -> how unwelcome its slot was last term, 1 to 9", {})
    min_gap_days: int = field(
        "借阅间隔", "borrowing and reading of a class at least so many days apart, if possible", 2, ge=1, le=5
    )
    makeup: MakeupPolicy = field(
        "补借", "whether lost visits are made up: always, when_told (when asked for, the default), never", "when_told"
    )
    books_target: int = field(
        "每学期册数目标", "books a pupil should be able to borrow in the term, for the report; 0 = no target", 0, ge=0, le=1000
    )
    rules: dict[str, RuleSetting] = field("规则", "switches and weights of single rules", {})
    printing: Printing = field("打印", "words around the tables, privacy of names", Printing())

    @model_validator(mode="wrap")
    @classmethod
    def _with_its_own_names_of_days(cls, data: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        """Wherever a day stands in the file, the names that its term gives to the days of the cycle are understood."""
        data = in_simplified_keys(data)
        with own_days(names_of_days(data.get("term", data.get("学期")) if isinstance(data, dict) else None)):
            return read(data)

    @model_validator(mode="after")
    def _windows_open_on_every_day_of_the_cycle(self) -> Self:
        """Monday to Friday is what a window means that does not say; in a day cycle that is every day of it."""
        if self.term.cycle_days:
            cycle = CYCLE_DAYS[: self.term.cycle_days]
            windows = tuple(
                w if "weekdays" in w.model_fields_set or not w.school_days_only else w.model_copy(update={"weekdays": cycle})
                for w in self.windows
            )
            object.__setattr__(self, "windows", windows)
        return self

    @model_validator(mode="after")
    def _a_written_maximum_counts_dates(self) -> Self:
        """That a maximum of a day cycle was written is said here: a 1 is left out of canonical files, as the default."""
        duties, written = self.duties, self.duties.model_fields_set
        is_written = "max_per_week" in written and "each_date" not in written and duties.max_per_week is not None
        if self.term.cycle_days and is_written:
            object.__setattr__(self, "duties", duties.model_copy(update={"each_date": True}))
        return self

    @model_validator(mode="after")
    def _spell_out_the_months(self) -> Self:
        """A monthly demand becomes one for each month; the first stands in its place, so that places in the file stay."""
        if any(d.cycle.kind == "month" for d in self.demands):
            first, further = [], []
            for demand in self.demands:
                months = by_month(demand, self.term) if demand.cycle.kind == "month" else [demand]
                first.append(months[0])
                further += months[1:]
            # A frozen value is set only here and above: before anybody has seen it.
            object.__setattr__(self, "demands", (*first, *further))
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A changed copy. What had been spelled out from the old values is forgotten."""
        copy = super().model_copy(update=update, deep=deep)
        for name, attribute in vars(School).items():
            if isinstance(attribute, cached_property):
                copy.__dict__.pop(name, None)
        return copy

    def most_duties(self, helper: Helper) -> int | None:
        """Most duties a week of a helper: the own maximum, else the school's; None = no limit."""
        return helper.max_per_week if helper.max_per_week is not None else self.duties.max_per_week

    def fewest_duties(self, helper: Helper) -> int:
        """Fewest duties a week of a helper: the own minimum, else the school's."""
        return helper.min_per_week if helper.min_per_week is not None else self.duties.min_per_week

    def counts_dates(self, helper: Helper | None = None) -> bool:
        """Whether weekly limits count each date of a duty, be it one place of the pattern: always where the cycle has no weeks;
        in a day cycle as the school says, else where a maximum is written, for everybody or for a helper. None: days of rest,
        which are always written. Weekdays come twice in a week by make-up days only, which no pattern can give to others."""
        duties = self.duties
        if not duties.cycle.has_weeks or not self.term.cycle_days:
            return not duties.cycle.has_weeks
        return (helper is None or helper.max_per_week is not None) if duties.each_date is None else duties.each_date

    @cached_property
    def namespace(self) -> str:
        """What keeps the calendar events of two schools apart."""
        return self.id or hashlib.sha256(self.name.zh.encode()).hexdigest()[:10]

    @cached_property
    def campus_ids(self) -> tuple[str, ...]:
        """Campus ids, the one with most classes first."""
        if not self.campuses:
            return (THE_CAMPUS,)
        sizes = {c.id: sum(len(e.spell_out(c.id)) for e in self.classes if (e.campus or "") == c.id) for c in self.campuses}
        return tuple(sorted(sizes, key=lambda c: (-sizes[c], natural(c))))

    @cached_property
    def class_list(self) -> tuple[SchoolClass, ...]:
        """Every class, spelled out, by campus, grade and number; a single entry overrides its block."""
        found: dict[str, SchoolClass] = {}
        for entry in sorted(self.classes, key=lambda e: (e.is_single, -len(e.grades))):
            campus = entry.campus or self.campus_ids[0]
            for key, grade, number, name in entry.spell_out(campus):
                old = found.get(key)
                found[key] = SchoolClass(
                    id=key,
                    grade=grade,
                    number=old.number if old and entry.letters else number,
                    more_grades=entry.grades[1:] if entry.mixed else old.more_grades if old and not entry.letters else (),
                    name=name or (old.name if old else default_class_name(grade, number)),
                    pupils=entry.pupils or (old.pupils if old else 40),
                    campus=entry.campus or (old.campus if old else campus),
                    teacher=entry.teacher or (old.teacher if old else None),
                    stays=entry.stays if entry.stays is not None else (old.stays if old else None),
                )
        return tuple(
            sorted(
                found.values(), key=lambda c: (self.campus_ids.index(c.campus) if c.campus in self.campus_ids else 99, *c.order)
            )
        )

    @cached_property
    def class_by_id(self) -> dict[str, SchoolClass]:
        """Classes by id, in the order of `class_list`. Groups of volunteers can be asked for by id, and are not among them."""
        return _Classes({c.id: c for c in self.class_list}, self.group_by_id)

    @cached_property
    def group_by_id(self) -> dict[str, SchoolClass]:
        """What stands for a class where volunteers serve, by `Helper.group`."""
        return {
            h.group: SchoolClass(
                id=h.group,
                name=h.volunteer,
                grade=0,
                number=0,
                pupils=0,
                campus=h.campus or self.campus_ids[0],
                teacher=None,
                stays=None,
                volunteers=True,
            )
            for h in self.helpers
            if h.volunteer
        }

    @cached_property
    def grown_up(self) -> bool:
        """Whether all who serve are volunteers, and none a pupil: papers and sentences call them so."""
        return bool(self.helpers) and all(h.volunteer for h in self.helpers)

    def spoken(self, language: Language) -> Language:
        """A language in the manner of this school: that of its country, and of those who serve."""
        return spoken(language, self.term.timezone, adults=self.grown_up)

    @cached_property
    def _class_keys(self) -> dict[str, str]:
        keys: dict[str, str] = {}
        for c in self.class_list:
            for key in (c.name.en, c.name.zh, c.id):
                keys[key] = c.id
        return keys

    def class_id(self, key: str) -> str | None:
        """Id of the class meant by an id or a name; None when there is none."""
        plain = key.replace("（", "(").replace("）", ")")
        return self._class_keys.get(key) or self._class_keys.get(plain) or self._class_keys.get(plain.removesuffix("班"))

    def select(self, who: Who) -> tuple[str, ...]:
        """Ids of the classes that ``who`` means, in the order of `class_list`."""
        key = (who.grades, who.classes, who.campus)
        if key not in self._selected:
            wanted = {self.class_id(key) for key in who.classes} if who.classes is not None else None
            self._selected[key] = tuple(
                c.id
                for c in self.class_list
                if c.is_of(who.grades) and (wanted is None or c.id in wanted) and (who.campus is None or c.campus == who.campus)
            )
        return self._selected[key]

    @cached_property
    def _selected(self) -> dict[tuple[object, ...], tuple[str, ...]]:
        """What `select` has answered: the checker asks for each planned visit, at 240 classes 26 000 times."""
        return {}

    @cached_property
    def room_by_id(self) -> dict[str, Room]:
        """Rooms by id, in natural order."""
        return {r.id: r for r in sorted(self.rooms, key=lambda r: natural(r.id))}

    def room_campus(self, room: str) -> str:
        """Campus of a room."""
        return self.room_by_id[room].campus or self.campus_ids[0]

    @cached_property
    def window_by_id(self) -> dict[str, Window]:
        """Windows by id, in natural order."""
        return {w.id: w for w in sorted(self.windows, key=lambda w: natural(w.id))}

    def window_campus(self, window: str) -> str:
        """Campus of a window: its own, that of its rooms, or the only one."""
        w = self.window_by_id[window]
        return w.campus or (self.room_campus(w.rooms[0]) if w.rooms else self.campus_ids[0])

    @property
    def written_demands(self) -> tuple[Demand, ...]:
        """One for each entry of the file, in its order: a monthly one by its first month, without the further months."""
        further, seen = 0, set[str]()
        for demand in self.demands:
            further += demand.part_of in seen
            seen |= {demand.part_of} if demand.part_of else set()
        return self.demands[: len(self.demands) - further]

    @cached_property
    def demand_by_id(self) -> dict[str, Demand]:
        """Demands by id, in natural order."""
        return {d.id: d for d in sorted(self.demands, key=lambda d: natural(d.id))}

    @cached_property
    def post_by_id(self) -> dict[str, Post]:
        """Posts by id, in the order of the tables: plain posts, then escorts."""
        return {p.id: p for p in sorted(self.posts, key=lambda p: (p.escort is not None, p.order, natural(p.id)))}

    @cached_property
    def helper_by_id(self) -> dict[str, Helper]:
        """Helpers by id, by class and natural order of ids; `class_id` is the id of the class, the dates are those of service.

        Nobody serves before training. In a standing rota a trainee who moves up leaves the trainee's duties then; only a
        dated roster can change a helper's part from one date to the next.
        """
        dated = self.duties.cycle.kind == "dated"
        spelled = [
            h.model_copy(
                update={
                    "class_id": h.group if h.volunteer else self.class_id(h.class_id) or h.class_id,
                    "valid_from": max(filter(None, (h.valid_from, h.trained_on)), default=None),
                    "valid_until": min(
                        filter(None, (h.valid_until, None if dated else h.trainee_until if h.trainee else None)), default=None
                    ),
                }
            )
            for h in self.helpers
        ]
        place = {c.id: n for n, c in enumerate(self.class_list)}
        return {h.id: h for h in sorted(spelled, key=lambda h: (place.get(h.class_id, 9999), natural(h.id)))}

    @cached_property
    def adult_by_id(self) -> dict[str, Adult]:
        """Adults by id, in natural order."""
        return {a.id: a for a in sorted(self.adults, key=lambda a: natural(a.id))}

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """Every lesson of the timetable; the n-th word of a row is the n-th period of the class's bell."""
        out = []
        for row in self.timetable:
            class_id = self.class_id(row.class_id)
            if class_id is None:
                continue
            weeks = row.weeks.model_dump_json()
            for day, words in row.days.items():
                for period, subject in zip(self.period_names(class_id, day), words, strict=False):
                    if subject not in FREE:
                        lesson = Lesson(class_id, day, period, subject, row.teachers.get(subject), row)
                        order = (class_id, DAY_LABELS.index(day), natural(period), subject, weeks, str(row.valid_from))
                        out.append((order, lesson))
        return tuple(lesson for _order, lesson in sorted(out, key=itemgetter(0)))

    def period_names(self, class_id: str, day: str) -> tuple[str, ...]:
        """Names of the periods of a class on a day, in order: those of its most specific bell."""
        c = self.class_by_id[class_id]
        fitting = [
            b
            for b in self.bells
            if (b.campus in (None, c.campus)) and c.is_of(b.grades) and (b.weekdays is None or day in b.weekdays)
        ]
        if not fitting:
            return ()
        best = min(fitting, key=lambda b: (b.breadth, b.valid_from is not None, str(b.valid_from)))
        return tuple(best.periods)

    @cached_property
    def teacher_ids(self) -> tuple[str, ...]:
        """Every teacher named anywhere, in natural order."""
        named: set[str] = {t.id for t in self.teachers}
        named |= {t for row in self.timetable for t in row.teachers.values()}
        named |= {c.teacher for c in self.class_list if c.teacher}
        return tuple(sorted(named, key=natural))

    def mode(self, rule: str) -> Mode:
        """Whether a rule is hard, soft or off in this school."""
        setting = self.rules.get(rule)
        return setting.mode if setting and setting.mode else RULES[rule].mode

    def weight(self, rule: str) -> int:
        """Price of one unit of a rule in this school."""
        setting = self.rules.get(rule)
        return setting.weight if setting and setting.weight else RULES[rule].weight
