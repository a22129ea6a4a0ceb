"""What the program can do, each once and without side effects: the command line, the service and Python all call these."""
