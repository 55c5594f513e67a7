"""What a file may be, by its content alone, and what it may be called."""

from dauys.apps.files.rules.examining import Examined, examined
from dauys.apps.files.rules.kinds import KINDS, Kind, largest
from dauys.apps.files.rules.names import name_as_text

__all__ = ["KINDS", "Examined", "Kind", "examined", "largest", "name_as_text"]
