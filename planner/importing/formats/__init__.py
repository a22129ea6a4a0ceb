"""Timetables as other programs write them: a reader for each format."""
