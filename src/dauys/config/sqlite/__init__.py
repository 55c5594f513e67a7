"""SQLite whose writers wait in a queue, first come first served, across processes."""
