"""The school file as a workbook to fill in."""
