"""What was done: append-only and hash-chained; knows actors and rows only as opaque ids."""
