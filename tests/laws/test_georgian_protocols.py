"""The real protocols of Georgia under their pack: the known dirt, to the row; read where at hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from dauys.core.norms import load_pack
from dauys.core.protocol import MISSING, form_of

LAW = "ge/president/2013"
PROTOCOLS = Path(__file__).parents[3].joinpath("shared", "data", "georgia-2013", "protocols.csv")
COLUMNS = (
    "possible voters",
    "special voters",
    "votes by 12",
    "votes by 17",
    "ballots signed for",
    "num ballots",
    "invalid votes",
)
# relation: (protocols where it breaks, protocols where it can't be checked)
KNOWN = {
    "P-02": (7, 52),
    "P-05": (428, 0),
    "P-13": (459, 0),
    "P-15": (1, 0),
    "P-16": (11, 52),
    "P-17": (20, 0),
    "P-20": (1, 52),
    "P-21": (4, 0),
    "P-22": (2, 0),
    "P-23": (52, 0),
}

pytestmark = pytest.mark.skipif(not PROTOCOLS.is_file(), reason="the protocols of Georgia are not at hand")


@pytest.fixture(scope="module")
def figures() -> np.ndarray:
    """int64 (3707, 7 lines + 23 candidates); a blank is MISSING."""
    with PROTOCOLS.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    names = [name.strip() for name in header]
    wanted = [names.index(name) for name in COLUMNS]
    wanted += [place for place, name in enumerate(names) if name[:1].isdigit()]
    return np.array([[int(row[place] or MISSING) for place in wanted] for row in rows], dtype=np.int64)


def test_known_dirt_is_found_to_the_row(figures: np.ndarray) -> None:
    answers = form_of(load_pack(LAW).protocol).check_columns(figures)
    found = {
        code: (int((holds == 0).sum()), int((holds == -1).sum()))
        for code, holds in zip(answers.codes, answers.holds, strict=True)
    }
    assert (len(figures), found) == (3707, KNOWN)


def test_broken_balance_is_mostly_fewer_votes_than_ballots(figures: np.ndarray) -> None:
    lines = [line.code for line in load_pack(LAW).protocol.line]
    votes = figures[:, len(lines) :].sum(axis=1)
    ballots = figures[:, lines.index("ballots_signed_for")] - figures[:, lines.index("invalid")]
    assert (int((votes < ballots).sum()), int((votes > ballots).sum())) == (424, 4)


def test_country_took_part_as_published(figures: np.ndarray) -> None:
    form = form_of(load_pack(LAW).protocol)
    took_part = form.measure_columns("participated", figures)
    assert int(took_part.values.sum()) == 1_630_875
    assert int(figures[:, len(form.lines) :].sum()) == 1_629_988
