"""What the term owes and what it has given: accounts of visits and duties, the term report."""
