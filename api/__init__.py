"""The service around the planner: everything that remembers or waits. It is built in its own issue; nothing is served yet."""
