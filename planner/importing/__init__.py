"""A school's timetable from what it already has: spreadsheets of seven shapes, FET, aSc, Untis, CSES.

    file ──reading──> RawTimetable ──mapping──> Mapping (confirmed by a person) ──lessons──> rows of the school file

Nothing is guessed: what is not sure is a question in the mapping.
"""
