"""Headings of lists, one lesson a line, in the languages in which they come: a short list, to be made longer."""

from __future__ import annotations

TITLES: dict[str, tuple[str, ...]] = {
    "grade": ("年级", "年級", "grade", "grade level", "standard", "класс параллель", "year", "학년", "学年"),
    "class": (
        "班级", "班級", "班", "班別", "班别", "section", "class section", "class id", "학급", "학급명", "班级名称", "教学班", "行政班", "上课班级", "class", "students", "class name", "group", "form", "반",
        "klasse", "classe", "grupo", "curso", "turma", "класс", "clase", "组别", "クラス", "組",
    ),
    "subject": (
        "课程", "科目", "学科", "课程名称", "科目名称", "课名", "課程", "課程名稱", "學科", "subject", "subject name", "course name", "course", "lesson name", "과목", "fach", "matière",
        "asignatura", "materia", "disciplina", "предмет", "教科",
    ),
    "teacher": (
        "教师", "老师", "教師", "老師", "任課教師", "授課教師", "teacher name", "staff", "faculty", "任课教师", "任课老师", "教师姓名", "授课教师", "teacher", "teachers", "교사", "선생님",
        "lehrer", "lehrkraft",
        "professeur", "enseignant", "profesor", "docente", "professor", "учитель", "преподаватель", "先生",
    ),
    "room": ("场地", "教室", "場地", "room number", "room no", "classroom", "教室名称", "地点", "上课地点", "场所", "room", "place", "교실", "raum", "salle", "aula", "sala", "кабинет"),
    "day": (
        "星期", "周几", "週幾", "day of week", "day name", "星期几", "上课星期", "day", "weekday", "요일", "tag", "wochentag", "jour", "día", "dia",
        "dia da semana", "день", "день недели", "曜日",
    ),
    "period": (
        "节次", "节", "節次", "節", "堂", "period number", "period no", "period no.", "lesson number", "校時", "课节", "上课节次", "第几节", "period", "hour", "lesson", "교시", "stunde", "heure", "hora", "periodo",
        "tempo", "урок", "№ урока", "时限", "時限",
    ),
    "start": ("开始节数", "开始节次", "起始节次", "first period", "start period"),
    "end": ("结束节数", "结束节次", "终止节次", "last period", "end period"),
    "from": (
        "开始时间", "上课开始时间", "開始時間", "start time", "starttime", "start_time", "begin", "from", "beginn", "début", "inicio",
        "hora inicio", "начало", "시작시간", "開始時刻",
    ),
    "until": (
        "结束时间", "上课结束时间", "結束時間", "end time", "endtime", "end_time", "finish", "to", "ende", "fin", "hora fin", "конец",
        "종료시간", "終了時刻",
    ),
    "kind": ("type", "period type", "类型"),
    "when": ("时间", "上课时间", "时间段", "时段", "time", "day and period"),
    "weeks": ("周类型", "周次类型", "单双周", "周型", "周数", "周次", "上课周次", "weeks", "week type", "parity"),
}  # fmt: skip
WORDS = {word: name for name, words in TITLES.items() for word in words}
