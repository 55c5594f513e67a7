"""Findings on the screens: every broken relation of a latest version, in one's own part of the country."""

from __future__ import annotations

import pytest

from tests.web import people
from tests.web.polls import DESK, E, all_came, came, said

FINDINGS = f"{DESK}/findings"


def found(query: str = "", commission: str = "D1.tec", unit: str = "D1") -> list[list[str]]:
    answer = people.entered("member", commission).get(f"{FINDINGS}/{E}/{unit}/?format=csv&{query}")
    return [row.split(",") for row in b"".join(answer.streaming_content).decode().splitlines()[1:]]  # type: ignore[attr-defined]


def test_findings_have_code_sides_and_severity(commissions: None) -> None:
    all_came()
    page = said(people.entered("member").get(f"{FINDINGS}/{E}/D1/"))
    assert "P-05" in page
    assert "105 = 100" in page
    assert "error" in page
    assert (
        f"/results/{E}/U2.1/protocol/" in people.entered("member").get(f"{FINDINGS}/{E}/D1/").content.decode()
    )


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["P-05", "P-06"]),
        ("code=P-06", ["P-06"]),
        ("severity=error", ["P-05"]),
        ("contest=U1", ["P-05", "P-06"]),
    ],
)
def test_findings_are_filtered(commissions: None, query: str, codes: list[str]) -> None:
    """A contest without findings is no choice, and what is no choice narrows nothing."""
    all_came()
    assert [row[3] for row in found(query)] == codes


def test_finding_of_a_corrected_version_is_gone(commissions: None) -> None:
    all_came()
    came("U2", "U2.1", [60, 40], voters=200, reason="түзетілді")
    assert found() == []


def test_findings_of_others_are_not_there(commissions: None) -> None:
    all_came()
    assert found(commission="D2.tec", unit="D2") == []
    for commission in ("D2.tec", "U1.1.pec"):  # beside it, and beneath it
        assert people.entered("member", commission).get(f"{FINDINGS}/{E}/D1/").status_code == 404


def test_menu_leads_to_own_findings(commissions: None) -> None:
    assert people.entered("member").get(f"{FINDINGS}/")["Location"] == f"{FINDINGS}/{E}/D1/"
