"""Writers: tables, calendars, plan files. Words are chosen here, never in the core."""
