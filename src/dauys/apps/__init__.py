"""The rooms: tables and verbs, no HTTP."""
