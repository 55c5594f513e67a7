"""Today: what is due, overdue, done and coming, for one's own commission and for those beneath it."""
