"""The page of those who stand in one contest, in the order of the ballot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from dauys.apps.candidates.queries import ballot_order
from dauys.apps.publication.pages.addresses import unit_folder
from dauys.apps.publication.pages.figures import caption
from dauys.apps.publication.pages.frames import Place, frame
from dauys.apps.publication.pages.leaves import Leaf, csv_bytes, json_bytes, leaf
from dauys.apps.publication.pages.lives import extensions
from dauys.apps.publication.pages.parts import parts_of
from dauys.apps.publication.pages.tabs import views
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import CandidateNode, ContestNode

ROWS = 60
COLUMNS = (
    "id", "number", "name", "party", "sex", "birth_year", "nominated_by", "status", "nominated_on",
    "registered_on", "left_on",
)  # fmt: skip
TONES = {"registered": "good", "nominated": "", "refused": "bad", "registration_cancelled": "bad"}


def candidate_pages(voice: Voice, contest: ContestNode) -> Iterator[Leaf]:
    """The candidates of a contest, on the page of its unit."""
    result = voice.book.result(contest.unit, contest.id)
    base = f"{unit_folder(voice.language, voice.election, contest.unit)}candidates/"
    heading = voice.said("candidates", "heading")
    ballot = ballot_order(contest.candidates)
    once = voice.reading.once
    facts = once(("candidates", contest.unit), lambda: json_bytes(_record(voice, contest, ballot)))
    table = once(("ballot", contest.unit), lambda: csv_bytes(COLUMNS, map(_cells, ballot)))
    for part in parts_of(len(ballot), ROWS):
        place = Place(
            base, "candidates", voice.names[contest.unit], contest.unit, result.as_of, part, (heading,)
        )
        context = {
            **frame(voice, place, twins=[("csv", "table.csv")]),
            "views": views(voice, place.folder, contest.unit, "candidates/"),
            "extensions": extensions(voice, contest) if part.first else [],
            "candidates": {
                "caption": caption(voice, heading, part, len(ballot)),
                "rows": [_row(voice, one) for one in part.cut(ballot)],
            },
        }
        yield leaf(voice, place, "candidates.html", context, facts, [("table.csv", table)])


def _record(voice: Voice, contest: ContestNode, ballot: Sequence[CandidateNode]) -> dict[str, Any]:
    counts = voice.book.candidacies.get(contest.unit)
    return {
        "election": voice.election,
        "contest": contest.id,
        "unit": contest.unit,
        "candidates": [dict(zip(COLUMNS, _cells(one), strict=True)) for one in ballot],
        "candidacies": counts.as_dict() if counts is not None else None,
    }


def _cells(candidate: CandidateNode) -> list[object]:
    """One candidate as data: days as ISO has them."""
    values = (getattr(candidate, column) for column in COLUMNS)
    return [value.isoformat() if isinstance(value, dt.date) else value for value in values]


def _days(voice: Voice, candidate: CandidateNode) -> list[str]:
    """What became of a candidate, step by step: `nominated: 28 June 2021`."""
    said = voice.words["candidate"]
    steps = (
        ("nominated", candidate.nominated_on),
        ("registered", candidate.registered_on),
        (candidate.status, candidate.left_on),
    )
    return [f"{said.get(verb, verb)}: {voice.day(day)}" for verb, day in steps if day is not None]


def _row(voice: Voice, candidate: CandidateNode) -> dict[str, Any]:
    statuses, sexes = voice.words["candidate"], voice.words["sex"]
    return {
        "number": candidate.number,
        "name": candidate.name,
        "from": voice.backing(candidate) or voice.number(None),
        "sex": sexes.get(candidate.sex, voice.number(None)),
        "birth_year": candidate.birth_year if candidate.birth_year is not None else voice.number(None),
        "status": statuses.get(candidate.status, candidate.status),
        "tone": TONES.get(candidate.status, "care"),
        "days": _days(voice, candidate),
    }
