"""The table of entries, and the guards that the database itself keeps over facts."""

from dauys.apps.journal.models.entries import Entry
from dauys.apps.journal.models.guards import Fact, guarded, put_up, standing, take_down, unguarded

__all__ = ["Entry", "Fact", "guarded", "put_up", "standing", "take_down", "unguarded"]
