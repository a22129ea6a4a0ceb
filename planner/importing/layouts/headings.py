"""Headings of lists, one lesson a line, in the languages in which they come: a short list, to be made longer."""

from __future__ import annotations

TITLES: dict[str, tuple[str, ...]] = {
    "grade": ("年级", "grade", "year", "학년", "学年"),
    "class": (
        "班级", "班", "班级名称", "教学班", "行政班", "上课班级", "class", "students", "class name", "group", "form", "반",
        "klasse", "classe", "grupo", "curso", "turma", "класс", "clase", "组别", "クラス", "組",
    ),
    "subject": (
        "课程", "科目", "学科", "课程名称", "科目名称", "课名", "subject", "course", "lesson name", "과목", "fach", "matière",
        "asignatura", "materia", "disciplina", "предмет", "教科",
    ),
    "teacher": (
        "教师", "老师", "任课教师", "任课老师", "教师姓名", "授课教师", "teacher", "teachers", "교사", "선생님",
        "lehrer", "lehrkraft",
        "professeur", "enseignant", "profesor", "docente", "professor", "учитель", "преподаватель", "先生",
    ),
    "room": ("场地", "教室", "地点", "上课地点", "场所", "room", "place", "교실", "raum", "salle", "aula", "sala", "кабинет"),
    "day": (
        "星期", "周几", "星期几", "上课星期", "day", "weekday", "요일", "tag", "wochentag", "jour", "día", "dia",
        "dia da semana", "день", "день недели", "曜日",
    ),
    "period": (
        "节次", "节", "课节", "上课节次", "第几节", "period", "hour", "lesson", "교시", "stunde", "heure", "hora", "periodo",
        "tempo", "урок", "№ урока", "时限", "時限",
    ),
    "start": ("开始节数", "开始节次", "起始节次", "first period", "start period"),
    "end": ("结束节数", "结束节次", "终止节次", "last period", "end period"),
    "when": ("时间", "上课时间", "时间段", "时段", "time", "day and period"),
    "weeks": ("周类型", "周次类型", "单双周", "周型", "周数", "周次", "上课周次", "weeks", "week type", "parity"),
}  # fmt: skip
WORDS = {word: name for name, words in TITLES.items() for word in words}
