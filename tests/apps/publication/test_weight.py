"""Pages of the largest elections stay below the limit: many precincts, many candidates, long names."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dauys.apps.publication.actions import publish
from dauys.core.norms.records import Words
from dauys.press.weighing import LIMIT, weight
from tests import cast
from tests.apps.publication.books import AT, Protocol, Seat, book, candidate, precinct_rows

SYLLABLES = "құр ман ғали бек нұр сұл тан әбді қады ров ера сыл жан үмбет өтеген ілияс шора төлеу ген".split()


def long_name(chance: random.Random, words: int) -> str:
    """An invented name as long as real ones get, unlike any other, so that it does not compress away."""
    return " ".join(
        "".join(chance.choices(SYLLABLES, k=chance.randint(3, 4))).capitalize() for _ in range(words)
    )


@pytest.mark.parametrize(("precincts", "people"), [(300, 3), (40, 24), (100, 60), (12, 250)])
def test_largest_pages_stay_below_the_limit(tmp_path: Path, precincts: int, people: int) -> None:
    chance = random.Random(7)
    candidates = tuple(
        candidate("U1", number, long_name(chance, 3), party=long_name(chance, 2))
        for number in range(1, people + 1)
    )
    protocols = tuple(
        Protocol(voters=sum(votes) + chance.randint(0, 9_999), votes=votes)
        for votes in (tuple(chance.randint(0, 9_999) for _ in range(people)) for _ in range(precincts))
    )

    def name(code: str) -> Words:
        said = long_name(chance, 4)
        return Words(kk=f"{said} {code}", ru=f"{said} {code}", en=f"{said} {code}")

    publish(book([Seat("U1", candidates, protocols)], name=name), tmp_path, at=AT)
    style = weight((tmp_path / "style.css").read_bytes())
    heaviest = max((weight(path.read_bytes()) + style, str(path)) for path in tmp_path.rglob("index.html"))
    assert heaviest[0] <= LIMIT, heaviest


def protocol(chance: random.Random, people: int) -> list[int]:
    """A protocol in which every relation holds: figures are alike only where the law has it so."""
    votes = [chance.randint(0, 2_500 // people) for _ in range(people)]
    lines = cast.lines(sum(votes) + chance.randint(0, 500), votes, invalid=chance.randint(0, 30))
    boxes = chance.randint(0, 100)
    found = {"stationary_ballots": lines["voters_issued"] - boxes, "against_all": chance.randint(0, 99)}
    own = found | dict.fromkeys(("home_applications", "portable_ballots", "voters_outside"), boxes)
    return [*(lines | own).values(), *votes]


@pytest.mark.parametrize(("precincts", "people"), [(400, 3), (300, 7), (120, 40), (40, 70)])
def test_rows_of_precincts_stay_below_the_limit(tmp_path: Path, precincts: int, people: int) -> None:
    chance = random.Random(7)
    candidates = tuple(candidate("U1", number, long_name(chance, 3)) for number in range(1, people + 1))
    small = book([Seat("U1", candidates, (Protocol(voters=9_999, votes=(1,) * people),) * 2)])
    names = [f"№ {number} {long_name(chance, 2)}" for number in range(1, precincts + 1)]
    figures = np.array([protocol(chance, people) for _ in names], np.int32)
    rows = precinct_rows(cast.contest("U1"), [f"U1.{at}" for at in range(1, precincts + 1)], names, figures)
    publish(replace(small, precincts={"U1": rows}), tmp_path, at=AT)
    style = weight((tmp_path / "style.css").read_bytes())
    pages = sorted(tmp_path.glob("*/*/U1/precincts/**/index.html"))
    assert len(pages) >= 3
    heaviest = max((weight(path.read_bytes()) + style, str(path)) for path in pages)
    assert heaviest[0] <= LIMIT, heaviest
