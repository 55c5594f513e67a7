"""What is said of an election in three languages: a note and parties of its file, figures and sources."""

from __future__ import annotations

from typing import Any

import pytest

from dauys.apps.candidates.actions import enter_candidates
from dauys.apps.candidates.rules import ElectionEntry
from dauys.apps.elections.actions import Citation, SourceName, cite_figures
from dauys.apps.elections.models import CitedFigure, Election
from dauys.apps.journal.models import Entry
from dauys.apps.journal.queries import entries_about
from dauys.apps.results.queries import open_book
from dauys.core.findings import Refused
from dauys.core.norms import Words
from tests import cast

NOTE = {"kk": "Жаттығу.", "ru": "Учебные.", "en": "A rehearsal."}
AUYL = {"name": "Auyl", "name_kk": "«Ауыл»", "name_ru": "«Ауыл»", "name_en": "Auyl"}
WHAT = Words(kk="Күн", ru="День", en="Day")


def enter(**keys: Any) -> None:
    """The cast's file with some keys more."""
    entry = ElectionEntry.model_validate(cast.election_file() | keys)
    enter_candidates(entry, by=cast.AIGERIM, at=cast.LATER, place="election.json")


def test_note_and_parties_come_with_the_file(country: None) -> None:
    enter(note=NOTE, parties=[AUYL])
    book = open_book(cast.ELECTION, at=cast.LATER)
    assert book.election.note == Words(**NOTE)
    assert book.parties == {"Auyl": Words(kk="«Ауыл»", ru="«Ауыл»", en="Auyl")}


def test_file_without_the_keys_leaves_what_stands(country: None) -> None:
    enter(note=NOTE, parties=[AUYL])
    before = Entry.objects.count()
    enter()
    enter(note=NOTE, parties=[AUYL])
    book = open_book(cast.ELECTION, at=cast.LATER)
    assert (book.election.note, set(book.parties)) == (Words(**NOTE), {"Auyl"})
    assert Entry.objects.count() == before


def test_election_of_which_nothing_is_said_has_no_note(election: Election) -> None:
    book = open_book(cast.ELECTION, at=cast.LATER)
    assert (book.election.note, book.parties, book.figures) == (None, {}, ())


def test_words_are_corrected_and_the_journal_keeps_those_before(country: None) -> None:
    enter(note=NOTE, parties=[AUYL])
    enter(note=NOTE | {"en": "Training."}, parties=[AUYL | {"name_kk": "«АУЫЛ»"}])
    book = open_book(cast.ELECTION, at=cast.LATER)
    assert book.election.note == Words(**NOTE | {"en": "Training."})
    assert book.parties["Auyl"].kk == "«АУЫЛ»"
    entry = entries_about(f"election:{cast.ELECTION}").filter(verb="describe_election").last()
    assert "A rehearsal." in entry.body
    assert "«Ауыл»" in entry.body


def test_party_named_twice_is_refused_and_nothing_is_written(country: None) -> None:
    with pytest.raises(Refused, match="E-20 The party Auyl is named twice"):
        enter(parties=[AUYL, AUYL])
    assert Election.objects.count() == 0


def test_note_lacks_no_language() -> None:
    with pytest.raises(ValueError, match="en"):
        ElectionEntry.model_validate(cast.election_file() | {"note": {"kk": "а", "ru": "а", "en": ""}})


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("number", "2 322", None),
        ("percent", "79,10", None),
        ("day", "25.06.2021", None),
        ("day", "2021-02-30", None),
        ("hours", "10:00", None),
        ("words", "", None),
        ("number", "7", WHAT),
        ("weight", "7", None),
    ],
)
def test_value_that_is_not_written_as_its_kind_is_refused(
    election: Election, kind: str, value: str, said: Words | None
) -> None:
    with pytest.raises(Refused, match="E-21"):
        cite_figures(election, [Citation(WHAT, value, kind=kind, said=said)], by=cast.AIGERIM, at=cast.LATER)
    assert CitedFigure.objects.count() == 0


def test_cited_figures_are_read_with_their_sources(election: Election) -> None:
    paper = SourceName("inform.kz a1", Words(kk="Агенттік", ru="Агентство", en="Agency"), "A title", "en")
    citations = [
        Citation(WHAT, "2021-06-25", "inform.kz a1; kt.kz", kind="day", code="called", unit="KZ"),
        Citation(WHAT, kind="words", said=WHAT, is_real=False),
    ]
    assert cite_figures(election, citations, [paper], by=cast.AIGERIM, at=cast.LATER)
    book = open_book(cast.ELECTION, at=cast.LATER)
    called, invented = book.figures
    assert (called.kind, called.value, called.code, called.unit) == ("day", "2021-06-25", "called", "KZ")
    assert called.sources == ("inform.kz a1", "kt.kz")
    assert (invented.said, invented.sources, invented.is_real) == (WHAT, (), False)
    assert set(book.sources) == {"inform.kz a1"}
    assert book.sources["inform.kz a1"].title == "A title"
