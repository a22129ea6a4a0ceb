"""A school's timetable from what it already has: tables in many layouts, files of FET, aSc, Untis, CSES, ClassIsland.

    file ──reading──> RawTimetable ──mapping──> Mapping (confirmed by a person) ──lessons──> rows of the school file

Nothing is guessed: what is not sure is a question in the mapping.
"""
