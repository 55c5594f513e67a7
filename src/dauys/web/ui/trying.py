"""Carrying out a verb from a form: what was refused comes back in words, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from dauys.core.findings import Refused
from dauys.core.lifecycle import NotAllowed
from dauys.web.ui.doors import Desk
from dauys.web.ui.faults import Said, faults_said

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Tried(Generic[Done]):
    """What the verb returned, None where it was refused: then `faults` say why."""

    done: Done | None
    faults: list[Said]


def tried(desk: Desk, verb: Callable[[], Done]) -> Tried[Done]:
    """Carry out a verb; a refusal, or a state that does not have it, comes back in the reader's language."""
    try:
        return Tried(verb(), [])
    except Refused as refused:
        return Tried(None, faults_said(refused.faults, desk.language))
    except NotAllowed:
        return Tried(None, [Said(desk.said("ui.not_allowed"))])
