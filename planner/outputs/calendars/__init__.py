"""Dated sessions as iCalendar."""
