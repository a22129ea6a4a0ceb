"""Files written so that they are whole: several together or none, one writer at a time, whatever ends the program meanwhile."""
