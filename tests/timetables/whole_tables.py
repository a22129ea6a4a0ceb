"""Whole tables as a secretary makes them, and what they say: the lessons, or None where somebody has to be asked.

Each differs from the next by how it is drawn.
"""

from __future__ import annotations

from tests.timetables.whole_weeks import (
    CLASSES,
    DAYS,
    DIGITS,
    ED,
    KE,
    LESSONS,
    SD,
    SUBJECTS,
    TABLES,
    TD,
    TEACHERS,
    ZD,
    Sheets,
    Table,
    both,
    case,
    cols,
    en,
    truth,
    week,
    zh,
)


@case
def _zh_cols_filled() -> Table:
    w = week(SUBJECTS, 1)
    return {"总课表": cols(w, ["星期", "节次", *map(zh, CLASSES)], ZD, lambda p: f"第{DIGITS[p]}节")}, truth(w)


@case
def _zh_title_and_signature() -> Table:
    w = week(SUBJECTS, 2)
    r = [
        ["阳光小学2026—2027学年第一学期总课程表"],
        ["（2026年9月1日起执行）"],
        *cols(w, ["星期", "节次", *map(zh, CLASSES)], ZD, lambda p: str(p), fill=False),
        [],
        ["教务处"],
        ["2026年8月28日"],
    ]
    return {"Sheet1": r}, truth(w)


@case
def _zh_class_row_long() -> Table:
    w = week(SUBJECTS, 3)
    r = [
        ["班级", *[f"{SD[d]}{p}" for d in range(5) for p in range(1, 7)]],
        *[[zh(c), *[w[c, d, p] for d in range(5) for p in range(1, 7)]] for c in CLASSES],
    ]
    return {"x": r}, truth(w)


@case
def _zh_morning_reading() -> Table:
    w = week(SUBJECTS, 4)
    rows = [["星期", "节次", *map(zh, CLASSES)]]
    for d in range(5):
        rows.append([ZD[d], "早读", *["语文" for c in CLASSES]])
        for p in range(1, 7):
            rows.append(["", f"第{p}节", *[w[c, d, p] for c in CLASSES]])
    t = {(k, d, p + 1, x, s) for k, d, p, x, s in truth(w)} | {
        (f"{c[0]}-{c[1]}", D, 1, "all", "语文") for c in CLASSES for D in DAYS
    }
    return {"总": rows}, t


@case
def _zh_afternoon_numbers_restart() -> Table:
    w = week(SUBJECTS, 5)
    out: Sheets = {}
    for c in CLASSES:
        rows = [["时段", "节次", *ZD]]
        for p in range(1, 7):
            rows.append(
                [
                    "上午" if p == 1 else "下午" if p == 5 else "",
                    f"第{p if p < 5 else p - 4}节",
                    *[w[c, d, p] for d in range(5)],
                ]
            )
        out[zh(c)] = rows
    return out, truth(w)


@case
def _zh_breaks_in_rows() -> Table:
    w = week(SUBJECTS, 6)
    out: Sheets = {}
    for c in CLASSES:
        rows = [[f"{zh(c)}课程表"], ["节次", *ZD]]
        for p in range(1, 7):
            rows.append([f"{p}", *[w[c, d, p] for d in range(5)]])
            if p == 2:
                rows.append(["大课间", "大课间", "大课间", "大课间", "大课间", "大课间"])
            if p == 4:
                rows.append(["午餐午休"] + [""] * 5)
        out[f"五{c}"] = rows
    return out, truth(w)


@case
def _zh_clock_only() -> Table:
    w = week(SUBJECTS, 7)
    out: Sheets = {}
    t = ["8:00-8:40", "8:50-9:30", "10:00-10:40", "10:50-11:30", "14:00-14:40", "14:50-15:30"]
    for c in CLASSES:
        out[zh(c)] = [["时间", *SD], *[[t[p - 1], *[w[c, d, p] for d in range(5)]] for p in range(1, 7)]]
    return out, truth(w)


@case
def _zh_teachers_below() -> Table:
    w = week(SUBJECTS, 8)
    out: Sheets = {}
    for c in CLASSES:
        rows = [["节次", *ZD]]
        for p in range(1, 7):
            rows += [[f"第{p}节", *[w[c, d, p] for d in range(5)]], ["", *[TEACHERS[w[c, d, p]] for d in range(5)]]]
        out[zh(c)] = rows
    return out, truth(w)


@case
def _zh_teacher_in_line() -> Table:
    w = week(SUBJECTS, 9)
    return {"总": cols(w, ["星期", "节次", *map(zh, CLASSES)], SD, str, cell=lambda s: f"{s}\n{TEACHERS[s]}")}, truth(w)


@case
def _zh_tight_teachers() -> Table:
    w = week(SUBJECTS, 10)
    return {"总": cols(w, ["星期", "节次", *map(zh, CLASSES)], SD, str, cell=lambda s: f"{s}{TEACHERS[s]}")}, truth(w)


@case
def _zh_dash_teachers() -> Table:
    w = week(SUBJECTS, 11)
    return {"总": cols(w, ["星期", "节次", *map(zh, CLASSES)], SD, str, cell=lambda s: f"{s}-{TEACHERS[s]}")}, truth(w)


@case
def _zh_one_letter_subjects() -> Table:
    w = week(tuple("语数英科体音美"), 12)
    return {"总": cols(w, ["星期", "节次", *map(zh, CLASSES)], SD, str)}, truth(w)


@case
def _zh_numbered_subjects() -> Table:
    w = week(SUBJECTS, 13)
    return {"总": cols(w, ["星期", "节次", *map(zh, CLASSES)], SD, str, cell=lambda s: f"{s}1")}, truth(w)


@case
def _zh_parity_sheet_pair() -> Table:
    a, b = week(SUBJECTS, 14), week(SUBJECTS, 15)
    return {
        "单周": cols(a, ["星期", "节次", *map(zh, CLASSES)], SD, str),
        "双周": cols(b, ["星期", "节次", *map(zh, CLASSES)], SD, str),
    }, both(a, b)


@case
def _zh_two_terms() -> Table:
    a, b = week(SUBJECTS, 16), week(SUBJECTS, 17)
    return {
        "上学期": cols(a, ["星期", "节次", *map(zh, CLASSES)], SD, str),
        "下学期": cols(b, ["星期", "节次", *map(zh, CLASSES)], SD, str),
    }, None


@case
def _zh_old_version_left() -> Table:
    a, b = week(SUBJECTS, 18), week(SUBJECTS, 19)
    return {
        "9月版": cols(a, ["星期", "节次", *map(zh, CLASSES)], SD, str),
        "10月版": cols(b, ["星期", "节次", *map(zh, CLASSES)], SD, str),
    }, None


@case
def _zh_grade_in_merged_head() -> Table:
    w = week(SUBJECTS, 20)
    r = [["星期", "节次", "五年级", "", "六年级"], ["", "", "1班", "2班", "1班"], *cols(w, [], SD, str)[1:]]
    return {"总": r}, truth(w)


@case
def _zh_no_grade() -> Table:
    w = week(SUBJECTS, 21)
    return {"总": cols(w, ["星期", "节次", "1班", "2班", "3班"], SD, str)}, None


@case
def _zh_saturday_odd() -> Table:
    w = week(SUBJECTS, 22)
    rows = cols(w, ["星期", "节次", *map(zh, CLASSES)], ZD, str)
    rows += [["星期六（单周）" if p == 1 else "", str(p), "语文", "数学", "英语"] for p in range(1, 3)]
    t = truth(w) | {
        (f"{c[0]}-{c[1]}", "SAT", p, "A", s) for p in (1, 2) for c, s in zip(CLASSES, ("语文", "数学", "英语"), strict=True)
    }
    return {"总": rows}, t


@case
def _tw_columns() -> Table:
    w = week(KE, 23)
    return {"總課表": cols(w, ["星期", "節次", "五年甲班", "五年乙班", "六年甲班"], TD, lambda p: f"第{DIGITS[p]}節")}, truth(w)


@case
def _tw_days_down() -> Table:
    w = week(KE, 24)
    return {
        f"{DIGITS[c[0]]}年{'甲乙'[c[1] - 1]}班": [
            ["", *[f"第{p}節" for p in range(1, 7)]],
            *[[TD[d], *[w[c, d, p] for p in range(1, 7)]] for d in range(5)],
        ]
        for c in CLASSES
    }, truth(w)


@case
def _tw_teacher_under() -> Table:
    w = week(KE, 25)
    teacher = dict(zip(KE, ["林美惠", "陳志明", "黃淑芬", "張家豪", "李雅婷", "王建國", "吳佩珊", "劉俊傑"], strict=True))
    return {
        "總": cols(w, ["星期", "節次", *[f"{c[0]}0{c[1]}" for c in CLASSES]], TD, str, cell=lambda s: f"{s}\n{teacher[s]}")
    }, truth(w)


@case
def _en_week_sheets() -> Table:
    w = week(LESSONS, 26)
    return {
        en(c): [["", *ED], *[[f"Period {p}", *[w[c, d, p] for d in range(5)]] for p in range(1, 7)]] for c in CLASSES
    }, truth(w)


@case
def _en_times_and_breaks() -> Table:
    w = week(LESSONS, 27)
    t = ["9:00-9:50", "9:50-10:40", "11:00-11:50", "11:50-12:40", "1:30-2:20", "2:20-3:10"]
    out: Sheets = {}
    for c in CLASSES:
        rows = [["Class " + en(c)], ["Time", *ED]]
        for p in range(1, 7):
            if p == 3:
                rows.append(["10:40-11:00", "BREAK", "BREAK", "BREAK", "BREAK", "BREAK"])
            if p == 5:
                rows.append(["12:40-1:30", "LUNCH", "LUNCH", "LUNCH", "LUNCH", "LUNCH"])
            rows.append([t[p - 1], *[w[c, d, p] for d in range(5)]])
        out["Class " + en(c)] = rows
    return out, truth(w)


@case
def _en_dash_teachers() -> Table:
    w = week(LESSONS, 28)
    teacher = dict(
        zip(LESSONS, ["Ms Hill", "Mr Moor", "Mrs Lake", "Mr Wood", "Ms Field", "Mr Brook", "Ms Ford", "Mrs Marsh"], strict=True)
    )
    return {"T": cols(w, ["Day", "Period", *map(en, CLASSES)], ED, str, cell=lambda s: f"{s} - {teacher[s]}")}, truth(w)


@case
def _en_name_teachers() -> Table:
    w = week(LESSONS, 29)
    teacher = dict(zip(LESSONS, ["Hill", "Moor", "Lake", "Wood", "Field", "Brook", "Ford", "Marsh"], strict=True))
    return {"T": cols(w, ["Day", "Period", *map(en, CLASSES)], ED, str, cell=lambda s: f"{s} {teacher[s]}")}, truth(w)


@case
def _en_sets() -> Table:
    w = week(LESSONS, 30)
    return {
        "T": cols(w, ["Day", "Period", *map(en, CLASSES)], ED, str, cell=lambda s: f"{s} set 2" if s == "Maths" else s)
    }, None


@case
def _en_year_headings() -> Table:
    w = week(LESSONS, 31)
    return {
        "T": cols(w, ["", "", "Year 5 A", "Year 5 B", "Year 6 A"], [d[:3] for d in ED], lambda p: f"P{p}", fill=False)
    }, truth(w)


@case
def _en_week_ab_in_cells() -> Table:
    w = week(LESSONS, 32)
    rows = cols(w, ["Day", "Period", *map(en, CLASSES)], ED, str)
    rows[1][2] = "Art (Week A) / Music (Week B)"
    t = {x for x in truth(w) if x[:3] != ("5-1", "MON", 1)} | {("5-1", "MON", 1, "A", "Art"), ("5-1", "MON", 1, "B", "Music")}
    return {"T": rows}, t


@case
def _en_two_week_sheets() -> Table:
    a, b = week(LESSONS, 33), week(LESSONS, 34)
    return {
        "Week A": cols(a, ["Day", "Period", *map(en, CLASSES)], ED, str),
        "Week B": cols(b, ["Day", "Period", *map(en, CLASSES)], ED, str),
    }, both(a, b)


@case
def _en_teachers_rows() -> Table:
    w = week(LESSONS, 35)
    r = [["Teacher", *[f"{ED[d][:3]} {p}" for d in range(5) for p in range(1, 7)]]]
    # one teacher for each (class): class teacher
    for c, n in zip(CLASSES, ("Ms Hill", "Mr Moor", "Mrs Lake"), strict=True):
        r.append([n, *[f"{en(c)} {w[c, d, p]}" for d in range(5) for p in range(1, 7)]])
    return {"Staff": r}, truth(w)


@case
def _zh_teachers_rows_glued() -> Table:
    w = week(SUBJECTS, 36)
    r = [["教师", *[f"{SD[d]}{p}" for d in range(5) for p in range(1, 7)]]]
    for c, n in zip(CLASSES, ("王芳", "李强", "张敏"), strict=True):
        r.append([n, *[f"{DIGITS[c[0]]}{c[1]}{w[c, d, p]}" for d in range(5) for p in range(1, 7)]])
    return {"教师课表": r}, truth(w)


@case
def _zh_list() -> Table:
    w = week(SUBJECTS, 37)
    return {
        "导出": [
            ["班级", "星期", "节次", "课程", "教师"],
            *[[zh(c), ZD[d], f"第{p}节", s, "王芳"] for (c, d, p), s in w.items()],
        ]
    }, truth(w)


@case
def _en_list() -> Table:
    w = week(LESSONS, 38)
    return {
        "export": [
            ["Day", "Lesson", "Form", "Subject", "Staff"],
            *[[ED[d], str(p), en(c), s, "ABC"] for (c, d, p), s in w.items()],
        ]
    }, truth(w)


@case
def _zh_blocks_two_per_row() -> Table:
    w = week(SUBJECTS, 39)
    rows = []
    rows.append([f"{zh(CLASSES[0])}课程表", "", "", "", "", "", "", f"{zh(CLASSES[1])}课程表"])
    rows.append(["节次", *SD, "", "节次", *SD])
    for p in range(1, 7):
        rows.append([str(p), *[w[CLASSES[0], d, p] for d in range(5)], "", str(p), *[w[CLASSES[1], d, p] for d in range(5)]])
    rows.append([])
    rows.append([f"{zh(CLASSES[2])}课程表"])
    rows.append(["节次", *SD])
    for p in range(1, 7):
        rows.append([str(p), *[w[CLASSES[2], d, p] for d in range(5)]])
    return {"全校": rows}, truth(w)


@case
def _zh_day_sheets_with_rooms() -> Table:
    w = week(SUBJECTS, 40)
    return {
        ZD[d]: [["班级", *[f"第{p}节" for p in range(1, 7)]], *[[zh(c), *[w[c, d, p] for p in range(1, 7)]] for c in CLASSES]]
        for d in range(5)
    }, truth(w)


@case
def _zh_sport_teacher_notes() -> Table:
    w = week(SUBJECTS, 41)
    rows = cols(w, ["星期", "节次", *map(zh, CLASSES)], SD, str)
    rows[5][3] = "体育（与六1班合上）"
    return {"总": rows}, None


@case
def _zh_red_marks() -> Table:
    w = week(SUBJECTS, 42)
    return {"总": cols(w, ["星期", "节次", *map(zh, CLASSES)], SD, str, cell=lambda s: "★阅读" if s == "阅读" else s)}, None


__all__ = ["TABLES"]
