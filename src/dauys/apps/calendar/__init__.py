"""Every duty with a term: due, done on which evidence, overdue."""
