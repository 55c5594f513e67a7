"""The table of Kazakhstan and the state classifier by the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from dauys.apps.territory.models import EarlierName, Unit
from tests.ops.console import dauys, facts, written

CLASSIFIER = """te,ab,cd,ef,hij,k,name_kaz,name_rus,nn
473600000,47,36,00,000,0,Бейнеу ауданы,Бейнеуский район,
473699000,47,36,99,000,0,Ойдан а.о.,Выдуманный с.о.,
473699100,47,36,99,100,0,Ойдан а.,с.Выдуманное,2
"""


def test_country_comes_along_and_is_entered_once(db: None) -> None:
    tried = dauys("import", "territory", "--country", "kz", "--dry-run")
    assert (tried.code, tried.out) == (0, "Would take: New units: 266, corrected: 0, as they stand: 0.\n")
    assert not Unit.objects.exists()
    assert dauys("import", "territory", "--country", "kz").code == 0
    before = facts()
    again = dauys("import", "territory", "--country", "kz", "--format", "json")
    assert again.json == {"new": 0, "corrected": 0, "unchanged": 266, "dry_run": False}
    assert (facts(), EarlierName.objects.count()) == (
        before,
        22,
    )  # 17 regions, 3 cities (one renamed too), Kapchagay


def test_sample_agrees_with_the_country(db: None, tmp_path: Path) -> None:
    dauys("import", "territory", "--country", "kz")
    file = written(tmp_path, "units.csv", dauys("import", "territory", "--example").out)
    ended = dauys("import", "territory", file, "--format", "json")
    assert (ended.code, ended.json["corrected"], ended.json["unchanged"]) == (0, 0, 6)


def test_classifier_brings_what_is_missing(db: None, tmp_path: Path) -> None:
    dauys("import", "territory", "--country", "kz")
    file = written(tmp_path, "kato.csv", CLASSIFIER)
    ended = dauys("import", "territory", file, "--from", "2024-01-31", "--format", "json")
    report = {"new": 1, "corrected": 0, "unchanged": 1, "settlements": 1, "dry_run": False}
    assert (ended.code, ended.json) == (0, report)
    assert str(Unit.objects.get(code="473699000").valid_from) == "2024-01-31"


def test_classifier_once_more_changes_nothing(db: None, tmp_path: Path) -> None:
    file = written(tmp_path, "kato.csv", CLASSIFIER)
    assert dauys("import", "territory", file, "--format", "json").json["new"] == 3
    before = facts()
    again = dauys("import", "territory", file)
    said = "Taken: New units: 0, corrected: 0, as they stand: 2."
    assert (again.code, again.out.startswith(said), facts()) == (0, True, before)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--country", "xx"], 1, "At hand: kz"),
        (["--country", "kz", "units.csv"], 2, "not both"),
        (["--country", "kz", "--from", "31.01.2024"], 2, "write it as 2024-01-31"),
        (["--country", "kz", "--from", "2024-01-31"], 1, "Only the classifier"),
        ([], 2, "Name a FILE"),
    ],
)
def test_wrong_use_says_what_to_do(db: None, options: list[str], code: int, said: str) -> None:
    ended = dauys("import", "territory", *options)
    assert (ended.code, said in ended.err) == (code, True)
