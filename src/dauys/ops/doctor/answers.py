"""What a check of the doctor answers: fine, a warning or an error, what was found, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How an installation stands in one respect."""

    FINE = "fine"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Answer:
    """One respect: its name, how it stands, what was found, what to do where it is not fine."""

    check: str
    state: State
    found: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str]:
        """For machines."""
        return {"check": self.check, "state": str(self.state), "found": self.found, "remedy": self.remedy}


def fine(check: str, found: str) -> Answer:
    """Nothing to do."""
    return Answer(check, State.FINE, found)


def warning(check: str, found: str, remedy: str) -> Answer:
    """It works; somebody should look."""
    return Answer(check, State.WARNING, found, remedy)


def error(check: str, found: str, remedy: str) -> Answer:
    """It does not work, or must not be trusted."""
    return Answer(check, State.ERROR, found, remedy)
