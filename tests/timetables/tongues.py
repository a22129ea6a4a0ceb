"""Timetables in other languages, by the clock and with days in short; see `abroad` for what each function gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.timetables.abroad import GERMAN, PEOPLE, clock
from tests.timetables.drawn import Drawn, en, one
from tests.timetables.known import DAYS
from tests.timetables.strange import CLASSES, PERIODS, Week


def days_of_a_class_in_a_cell() -> Drawn:
    """语文/数学/英语/…: the whole day stands in one cell. No period is named, so that nobody knows which is which."""
    week = Week("day in a cell")
    rows = ["班级,周一,周二,周三,周四,周五"]
    rows += [",".join([f"三{c[1]}班", *["/".join(week.at[c, d, p] for p in PERIODS) for d in DAYS]]) for c in CLASSES[:2]]
    return Drawn("t.csv", "\n".join(rows), {})


def short_days(name: str, heads: str, subjects: Sequence[str]) -> Drawn:
    """Number of the lesson and its time to the left, days in short."""
    week = Week(name, subjects)
    rows = [",".join([str(p), "-".join(clock(p)), *[week.at[CLASSES[0], d, p] for d in DAYS]]) for p in PERIODS]
    return Drawn("3a.csv", "\n".join([heads, *rows]), one(week))


def german_short() -> Drawn:
    """Mo to Fr."""
    return short_days("de short", "Stunde,Zeit,Mo,Di,Mi,Do,Fr", GERMAN)


def dutch_short() -> Drawn:
    """Ma to Vr: Di and Do are other days than in German, Ma is one of French, too."""
    return short_days("nl", "Uur,Tijd,Ma,Di,Wo,Do,Vr", ("Rekenen", "Taal", "Lezen", "Gym", "Muziek"))


def danish_short() -> Drawn:
    """Man to Fre."""
    return short_days("da", "Lektion,Tid,Man,Tir,Ons,Tor,Fre", ("Dansk", "Matematik", "Natur", "Musik", "Idræt"))


def indonesian() -> Drawn:
    """Senin to Jumat."""
    return short_days("id", "Jam,Waktu,Senin,Selasa,Rabu,Kamis,Jumat", ("Matematika", "Bahasa", "IPA", "Seni", "Olahraga"))


def ukrainian() -> Drawn:
    """Понеділок to П’ятниця."""
    heads = "№,Час,Понеділок,Вівторок,Середа,Четвер,П’ятниця"
    return short_days("uk", heads, ("Математика", "Читання", "Мистецтво", "Музика", "Англійська"))


def finnish() -> Drawn:
    """Ma to Pe: the same Ma as in Dutch."""
    return short_days("fi", "Tunti,Aika,Ma,Ti,Ke,To,Pe", ("Matematiikka", "Äidinkieli", "Musiikki", "Kuvataide", "Liikunta"))


def french_grid() -> Drawn:
    """Mathématiques / M. Ahmed / Salle 1 under the days, Récréation across."""
    said = ("Mathématiques", "Français", "Sciences", "Anglais", "Musique")
    week, rows = Week("fr grid", said), ["Horaire,Lundi,Mardi,Mercredi,Jeudi,Vendredi"]
    for p in PERIODS:
        told = [f"{week.at[CLASSES[0], d, p]} / M. {PEOPLE[p % 5][3:]} / Salle {p}" for d in DAYS]
        rows.append(",".join([f"{clock(p)[0]}-{clock(p)[1]}", *told]))
        rows += ["09:40-10:00,Récréation,Récréation,Récréation,Récréation,Récréation"] if p == 2 else []
    return Drawn("3A.csv", "\n".join(rows), one(week))


def french_hours() -> Drawn:
    """8h - 9h and 13h30-14h30."""
    said = ("Maths", "Français", "Sciences", "Anglais", "Musique")
    week, rows = Week("fr hours", said), ["Heures,Lundi,Mardi,Mercredi,Jeudi,Vendredi"]
    for p in PERIODS:
        rows.append(",".join([f"{7 + p}h - {8 + p}h", *[week.at[CLASSES[0], d, p] for d in DAYS]]))
    return Drawn("3A.csv", "\n".join(rows), one(week))


def portuguese_blocks() -> Drawn:
    """CLASS: 3A over each grid; 1 (07:00-07:50) to the left, the teacher behind a dash."""
    said = ("Português", "Matemática", "Ciências", "Artes", "Inglês")
    week, rows = Week("pt", said), list[str]()
    for c in CLASSES:
        rows += [f"TURMA: {en(c)}", "Horário,Segunda,Terça,Quarta,Quinta,Sexta"]
        for p in PERIODS:
            rows.append(",".join([f"{p} ({'-'.join(clock(p))})", *[week.at[c, d, p] for d in DAYS]]))
        rows.append("")
    return Drawn("t.csv", "\n".join(rows), week.lessons())


def portuguese_shifts() -> Drawn:
    """Manhã and Tarde in a column of their own."""
    week = Week("pt shift", ("Português", "Matemática", "Ciências", "Artes", "Inglês"))
    rows = ["Turno,Horário,Segunda,Terça,Quarta,Quinta,Sexta"]
    for p in PERIODS:
        half = "Manhã" if p < 5 else "Tarde"
        rows.append(",".join([half, f'"{" - ".join(clock(p))}"', *[week.at[CLASSES[0], d, p] for d in DAYS]]))
    return Drawn("3A.csv", "\n".join(rows), one(week))


def italian_years() -> Drawn:
    """Years in place of classes: each year has one class."""
    week = Week("it", ("Italiano", "Matematica", "Scienze", "Musica", "Arte"))
    rows = ["anno,ora,lunedì,martedì,mercoledì,giovedì,venerdì"]
    for c in (CLASSES[0], CLASSES[2]):
        rows += [",".join([str(c[0]), "-".join(clock(p)), *[week.at[c, d, p] for d in DAYS]]) for p in PERIODS]
    return Drawn("t.csv", "\n".join(rows), {})


def french_teacher() -> Drawn:
    """The week of one teacher, and it says so; a class and a subject in each cell."""
    rows = ["EMPLOI DU TEMPS ENSEIGNANT - M. Hill", "Établissement: Exemple", ""]
    rows += ["Horaire,Lundi,Mardi,Mercredi,Jeudi,Vendredi"]
    for p in PERIODS:
        rows.append(",".join(["-".join(clock(p)), *[f"Maths - {en(CLASSES[(p + n) % 4])}" for n in range(5)]]))
    return Drawn("edt.csv", "\n".join(rows), {})


TONGUES: dict[str, Callable[[], Drawn]] = {
    f.__name__: f
    for f in (
        days_of_a_class_in_a_cell, german_short, dutch_short, danish_short, indonesian, ukrainian, finnish,
        french_grid, french_hours, portuguese_blocks, portuguese_shifts, italian_years, french_teacher,
    )
}  # fmt: skip
