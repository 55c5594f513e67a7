"""Works that take longer than a request: who asked for them, how far they are, how they ended."""
