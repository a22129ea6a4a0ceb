"""What is dear to make or must outlast the database: papers and calendars in memory and on disk."""
