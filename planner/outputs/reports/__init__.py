"""The term report as tables, pictures and a document."""
