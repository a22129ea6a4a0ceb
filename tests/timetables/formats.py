"""Writes a known timetable in the formats of timetabling programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from tests.timetables.known import DAYS, NUMERALS, Known, Timetable


def class_name(grade: int, number: int) -> str:
    """5B, as schools outside China write it."""
    return f"{grade}{'ABCDEFG'[number - 1]}"


def doubles(known: Timetable) -> list[list[Known]]:
    """Lessons with those that go on in the next period: double lessons are one activity."""
    out: list[list[Known]] = []
    for x in sorted(known.lessons, key=lambda x: (x.grade, x.number, x.day, x.subject, x.teacher, x.weeks, x.period)):
        last = out[-1][-1] if out else None
        if last and last._replace(period=x.period) == x and x.period == last.period + 1 and len(out[-1]) < 2:
            out[-1].append(x)
        else:
            out.append([x])
    return out


def fet(known: Timetable, days: Sequence[str], level: str = "year", hours: bool = True) -> str:
    """A solved .fet file; ``level`` says where the classes stand: years, groups or subgroups."""
    names = [class_name(g, n) for g, n in known.classes]
    years = []
    for grade, members in groupby(known.classes, key=lambda c: c[0]):
        classes = [class_name(g, n) for g, n in members]
        if level == "year":
            years += [f"<Year><Name>{c}</Name><Number_of_Students>30</Number_of_Students></Year>" for c in classes]
        elif level == "group":
            groups = "".join(f"<Group><Name>{c}</Name><Subgroup><Name>{c} x</Name></Subgroup></Group>" for c in classes)
            years.append(f"<Year><Name>Grade {grade} all</Name>{groups}</Year>")
        else:
            subgroups = "".join(f"<Subgroup><Name>{c}</Name></Subgroup>" for c in classes)
            years.append(f"<Year><Name>All {grade}</Name><Group><Name>G {grade}</Name>{subgroups}</Group></Year>")
    activities, places = [], []
    for number, run in enumerate(doubles(known), 1):
        x = run[0]
        activities.append(
            f"<Activity><Teacher>{escape(x.teacher)}</Teacher><Subject>{escape(x.subject)}</Subject>"
            f"<Students>{class_name(x.grade, x.number)}</Students><Duration>{len(run)}</Duration>"
            f"<Total_Duration>{len(run)}</Total_Duration><Id>{number}</Id><Active>true</Active></Activity>"
        )
        places.append(
            "<ConstraintActivityPreferredStartingTime><Weight_Percentage>100</Weight_Percentage>"
            f"<Activity_Id>{number}</Activity_Id><Preferred_Day>{days[DAYS.index(x.day)]}</Preferred_Day>"
            f"<Preferred_Hour>{hour(x.period, hours)}</Preferred_Hour><Active>true</Active>"
            "</ConstraintActivityPreferredStartingTime>"
        )
    # Without a place, and switched off: neither is a lesson.
    activities.append(
        f"<Activity><Subject>X</Subject><Students>{names[0]}</Students><Duration>1</Duration><Id>90001</Id></Activity>"
    )
    places.append(places[0].replace("<Active>true", "<Active>false").replace(hour(known.periods, hours), hour(1, hours)))
    day_list = "".join(f"<Day><Name>{d}</Name></Day>" for d in days)
    hour_list = "".join(f"<Hour><Name>{hour(p, hours)}</Name></Hour>" for p in range(1, known.periods + 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<fet version="6.8.5"><Institution_Name>某校</Institution_Name>'
        f"<Days_List>{day_list}</Days_List><Hours_List>{hour_list}</Hours_List>"
        f"<Students_List>{''.join(years)}</Students_List><Activities_List>{''.join(activities)}</Activities_List>"
        f"<Time_Constraints_List>{''.join(places)}</Time_Constraints_List></fet>"
    )


def hour(period: int, clock: bool) -> str:
    """An hour named by the clock or by its number."""
    return f"{7 + period:02d}:00" if clock else str(period)


def fet_csv(known: Timetable, separator: str, quote: str, heading: bool, bom: bool) -> bytes:
    """FET's timetable.csv: a line for every hour; classes of one grade with the same lesson joined by '+'."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quotechar=quote, quoting=csv.QUOTE_ALL, lineterminator="\n")
    if heading:
        writer.writerow(
            ["Activity Id", "Day", "Hour", "Students Sets", "Subject", "Teachers", "Activity Tags", "Room", "Comments"]
        )
    by_lesson: dict[tuple[str, int, str, str], list[str]] = {}
    for x in known.lessons:
        by_lesson.setdefault((x.day, x.period, x.subject, x.teacher), []).append(class_name(x.grade, x.number))
    for number, ((day, period, subject, teacher), classes) in enumerate(by_lesson.items(), 1):
        writer.writerow([number, day.title(), period, "+".join(classes), subject, teacher, "", "", ""])
    return (b"\xef\xbb\xbf" if bom else b"") + out.getvalue().encode()


def asc(known: Timetable, encoding: str, weeks: bool = True) -> bytes:
    """An aSc export: names only in the lists, masks for days and weeks, a card for every period of a double lesson."""
    subjects = sorted({x.subject for x in known.lessons})
    teachers = sorted({x.teacher for x in known.lessons})
    parts = [
        f'<period period="{p}" short="{p}" starttime="{7 + p}:00" endtime="{7 + p}:40"/>' for p in range(1, known.periods + 1)
    ]
    parts.append('<daysdef id="all" name="Any" short="X" days="10000,01000,00100,00010,00001"/>')
    parts += [f'<daysdef id="D{n}" name="{d.title()}" short="{d}" days="{mask(n, 5)}"/>' for n, d in enumerate(DAYS)]
    parts += ['<weeksdef id="w" name="All" short="All" weeks="11"/>', '<weeksdef id="wa" name="A" short="A" weeks="10"/>']
    parts += [f'<subject id="s{n}" name={quoteattr(s)} short={quoteattr(s)}/>' for n, s in enumerate(subjects)]
    parts += [f'<teacher id="t{n}" name={quoteattr(t)} short="x"/>' for n, t in enumerate(teachers)]
    parts += [f'<class id="c{g}{n}" name="{class_name(g, n)}" short="x"/>' for g, n in known.classes]
    parts += [f'<group id="g{g}{n}" name="Entire class" classid="c{g}{n}" entireclass="1"/>' for g, n in known.classes]
    masks = {"all": "11" if weeks else "1", "A": "10", "B": "01"}
    for number, run in enumerate(doubles(known)):
        x = run[0]
        parts.append(
            f'<lesson id="L{number}" classids="c{x.grade}{x.number}" subjectid="s{subjects.index(x.subject)}" '
            f'periodspercard="{len(run)}" periodsperweek="{len(run)}.0" teacherids="t{teachers.index(x.teacher)}" '
            f'classroomids="" groupids="g{x.grade}{x.number}" capacity="*"/>'
        )
        # aSc writes a card for every period of a double lesson.
        parts += [
            f'<card lessonid="L{number}" classroomids="" period="{one.period}" weeks="{masks[x.weeks]}" terms="1" '
            f'days="{mask(DAYS.index(x.day), 5)}"/>'
            for one in run
        ]
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n'
        f'<timetable ascttversion="2012" displayname="aSc Timetables 2012 XML">{"".join(parts)}</timetable>'
    )
    return text.encode(encoding, "xmlcharrefreplace")


def mask(index: int, width: int) -> str:
    """'00100' for the third of five."""
    return "".join("1" if n == index else "0" for n in range(width))


def untis(known: Timetable, separator: str, encoding: str) -> bytes:
    """GPU001.TXT."""
    lines = []
    for number, x in enumerate(known.lessons, 1):
        words = [
            str(number),
            class_name(x.grade, x.number),
            x.teacher,
            x.subject,
            "",
            str(DAYS.index(x.day) + 1),
            str(x.period),
            "",
            "",
        ]
        lines.append(separator.join(w if w.isdecimal() else f'"{w}"' for w in words))
    return "\r\n".join(lines).encode(encoding)


def cses(known: Timetable) -> str:
    """CSES YAML of the first class."""
    grade, number = known.classes[0]
    lines = ["version: 1", "subjects:"]
    mine = [x for x in known.lessons if (x.grade, x.number) == (grade, number)]
    lines += [f"  - name: {s}\n    simplified_name: {s[0]}" for s in sorted({x.subject for x in mine})]
    lines.append("schedules:")
    names = {"all": "all", "A": "odd", "B": "even"}
    for d, day in enumerate(DAYS, 1):
        for weeks, word in names.items():
            lessons = [x for x in mine if x.day == day and x.weeks == weeks]
            if not lessons:
                continue
            lines += [f"  - name: {day}\n    enable_day: {d}\n    weeks: {word}\n    classes:"]
            for x in lessons:
                start = f"{7 + x.period:02d}"
                lines.append(f"      - subject: {x.subject}\n        teacher: {x.teacher}")
                lines.append(f'        start_time: "{start}:00:00"\n        end_time: "{start}:40:00"')
    return "\n".join(lines) + "\n"


def classisland(known: Timetable) -> str:
    """A ClassIsland profile of the first class: a plan for each day and kind of weeks over one layout of times."""
    grade, number = known.classes[0]
    mine = [x for x in known.lessons if (x.grade, x.number) == (grade, number)]
    subjects = sorted({(x.subject, x.teacher) for x in mine})
    ids = {s: f"00000000-0000-0000-0000-{n:012d}" for n, s in enumerate(subjects, 1)}
    nobody = f"00000000-0000-0000-0000-{0:012d}"
    points = [
        {"StartTime": f"{7 + p:02d}:00:00", "EndTime": f"{7 + p:02d}:40:00", "TimeType": 0} for p in range(1, known.periods + 1)
    ]
    plans = {}
    for n, day in enumerate(DAYS, 1):
        for which, weeks in enumerate(("all", "A", "B")):
            taught = {x.period: ids[x.subject, x.teacher] for x in mine if (x.day, x.weeks) == (day, weeks)}
            if taught:
                classes = [{"SubjectId": taught.get(p, nobody)} for p in range(1, known.periods + 1)]
                rule = {"WeekDay": n, "WeekCountDiv": which, "WeekCountDivTotal": 2}
                plans[f"plan{n}{weeks}"] = {"Name": day, "TimeLayoutId": "L", "TimeRule": rule, "Classes": classes}
    profile = {
        "Name": f"{NUMERALS[grade]}（{number}）班",
        "Subjects": {ids[s]: {"Name": s[0], "TeacherName": s[1]} for s in subjects},
        "TimeLayouts": {"L": {"Name": "L", "Layouts": points}},
        "ClassPlans": plans,
    }
    return json.dumps(profile, ensure_ascii=False)
