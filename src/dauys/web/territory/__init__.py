"""Territory: the units of one's own commission and of those beneath it, on a day."""
