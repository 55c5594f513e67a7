"""Elections and their contests: what is called, who stands, what was decided, what may be decided now."""
