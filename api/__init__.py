"""The service around the planner: everything that remembers or waits."""
