"""Planning runs: a durable queue, child processes that solve, and what becomes of a run when something dies meanwhile."""
