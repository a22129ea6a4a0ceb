"""Work that may go wrong in every way, in a child process with limits of time and memory."""
