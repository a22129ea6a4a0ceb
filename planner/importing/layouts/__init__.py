"""Timetables as people draw them in spreadsheets: which cell is which lesson of which class."""
