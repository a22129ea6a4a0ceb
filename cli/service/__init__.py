"""The service as a process of this computer."""
