"""What a correction changed: figures of a protocol, and whom the commission had established as elected."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from dauys.apps.publication.actions import publish
from dauys.apps.publication.pages.catalogue import SCHEMAS
from dauys.apps.results.queries import Book, DecisionNode, FigureChange
from tests.apps.publication.books import AT, LOCAL, Protocol, book, seat
from tests.apps.publication.site import Page, page
from tests.cast import ELECTION, contest

FIRST = DecisionNode(
    "establish_results", dt.datetime(2021, 7, 26, 0, 10, tzinfo=LOCAL), None, "№ 5", "elected",
    (f"{contest('U1')}#2",),
)  # fmt: skip
CORRECTED = DecisionNode(
    "correct_protocol", dt.datetime(2021, 7, 26, 0, 20, tzinfo=LOCAL), None, "қайта санау"
)
AGAIN = replace(
    FIRST,
    at=dt.datetime(2021, 7, 26, 0, 30, tzinfo=LOCAL),
    evidence="№ 6",
    candidates=(f"{contest('U1')}#1",),
)  # fmt: skip
TWICE = Protocol(votes=(60, 40), versions=2)


def corrected(state: str, *decisions: DecisionNode) -> Book:
    """One contest with these decisions, its protocol in two versions."""
    made = book([seat("U1", 2, [TWICE])])
    result = {
        key: replace(one, state=state, decisions=decisions) for key, one in made.results.items() if key[0]
    }
    key, sheet = next(iter(made.sheets.items()))
    changes = (FigureChange("voters_issued", 90, 100), FigureChange(f"votes:{contest('U1')}#1", None, 60))
    notes = (replace(sheet.versions[0], changes=changes), sheet.versions[1])
    node = replace(made.contests[contest("U1")], state=state, decisions=decisions)
    return replace(
        made,
        contests={node.id: node},
        results={**made.results, **result},
        sheets={key: replace(sheet, versions=notes)},
    )


def shown(site: Path, code: str, language: str = "en") -> Page:
    """A page of the election."""
    return page(site, f"{language}/{ELECTION}/{code}")


def text(site: Path, code: str, language: str = "en") -> str:
    """Its words, hard spaces as plain ones."""
    return shown(site, code, language).text.replace("\u00a0", " ")


def record(site: Path, code: str) -> dict[str, Any]:
    """Its JSON, which holds to its schema."""
    found = shown(site, code).record
    schema = json.loads((SCHEMAS / Path(found["$schema"]).name).read_bytes())
    fastjsonschema.compile(schema)(found)
    return found


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", "1-нұсқадан 2-нұсқаға дейін өзгерген сандар Өзгеріс себебі: Қайта саналды"),
        ("ru", "Что версия 2 изменила в версии 1 Причина изменения: Қайта саналды"),
        ("en", "What version 2 changed in version 1 Reason for the change: Қайта саналды"),
    ],
)
def test_versions_show_what_the_next_one_changed(tmp_path: Path, language: str, said: str) -> None:
    publish(corrected("established", FIRST), tmp_path, at=AT)
    words = text(tmp_path, "U1.1", language)
    assert said in words
    assert "90 100" in words
    assert "Үміткер U1 1 — 60" in words.replace("–", "—")
    versions = record(tmp_path, "U1.1")["protocol"]["versions"]
    assert [one["changes"] for one in versions] == [
        [
            {"code": "voters_issued", "before": 90, "after": 100},
            {"code": f"votes:{contest('U1')}#1", "before": None, "after": 60},
        ],
        [],
    ]


@pytest.mark.parametrize(
    ("language", "again", "before"),
    [
        ("kk", "Қорытынды қайта белгіленді. Сайланды: Үміткер U1 1", "Сайланды: Үміткер U1 2."),
        ("ru", "Итог установлен заново. Избран кандидат: Үміткер U1 1", "Избран кандидат: Үміткер U1 2."),
        ("en", "Result established again. Elected: Үміткер U1 1", "Elected: Үміткер U1 2."),
    ],
)
def test_contest_established_again_says_who_had_been_elected(
    tmp_path: Path, language: str, again: str, before: str
) -> None:
    publish(corrected("established", FIRST, CORRECTED, AGAIN), tmp_path, at=AT)
    for folder in ("", "KZ", "D1", "U1"):
        words = text(tmp_path, folder, language)
        assert again in words
        assert before in words
    notices = record(tmp_path, "D1")["notices"]
    assert [(one["verb"], one["outcome"]["candidates"]) for one in notices] == [
        ("establish_results", [f"{contest('U1')}#1"])
    ]
    told = [one["outcome"] for one in record(tmp_path, "U1")["decisions"] if "outcome" in one]
    assert [one["candidates"] for one in told] == [[f"{contest('U1')}#2"], [f"{contest('U1')}#1"]]


def test_reopened_contest_says_who_had_been_elected(tmp_path: Path) -> None:
    publish(corrected("reopened", FIRST, CORRECTED), tmp_path, at=AT)
    said = "By the earlier establishment (26 July 2021, 00:10 (UTC+5)): Elected: Үміткер U1 2."
    assert said in text(tmp_path, "U1")
    assert said in text(tmp_path, "D1")


def test_establishment_that_was_confirmed_overturns_nothing(tmp_path: Path) -> None:
    publish(corrected("established", FIRST, CORRECTED, replace(FIRST, at=AGAIN.at)), tmp_path, at=AT)
    assert "By the earlier establishment" not in text(tmp_path, "U1")
    assert "Result established again. Elected: Үміткер U1 2" in text(tmp_path, "D1")
    assert text(tmp_path, "U1").count("Result established again") == 1
