"""The sheets of the school workbook: what stands where. Shared by its reader and its writer."""
