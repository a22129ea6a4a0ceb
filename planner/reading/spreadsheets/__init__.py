"""Spreadsheets from anywhere, read in a child process with bounds of time and memory."""
