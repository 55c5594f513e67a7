"""Names for opaque ids: who a person is, which commission a path stands for; asked once for many rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from dauys.apps.commissions.queries import commissions_at
from dauys.apps.people.queries import people_by_code


@dataclass(slots=True)
class Names:
    """What ids are called, once they were learnt; one that nobody knows by a name is shown as it is."""

    language: str
    people: dict[str, str] = field(default_factory=dict)
    commissions: dict[str, str] = field(default_factory=dict)

    def learn(self, people: Iterable[str], paths: Iterable[str]) -> None:
        """Ask for the names of persons and of the commissions of units: two questions for however many."""
        found = people_by_code(people_of(people))
        self.people |= {str(code): person.name for code, person in found.items()}
        self.commissions |= {
            path: str(getattr(one, f"name_{self.language}") or one.code)
            for path, one in commissions_at(set(paths)).items()
        }

    def person(self, opaque: str) -> str:
        """The name of a person."""
        return self.people.get(opaque, opaque)

    def commission(self, path: str) -> str:
        """The name of the commission of a unit; empty where none is known."""
        return self.commissions.get(path, "")


def people_of(opaque: Iterable[str]) -> set[UUID]:
    """The ids that can be those of persons: the console is none."""
    return {code for one in set(opaque) if (code := _code(one)) is not None}


def _code(opaque: str) -> UUID | None:
    try:
        return UUID(opaque)
    except ValueError:
        return None
