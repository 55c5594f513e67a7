"""Names of an election's file on the console: the note is said, parties stay as they were given."""

from __future__ import annotations

import json
from pathlib import Path

from dauys.ops.demo import sample
from tests.ops.console import dauys, written


def test_note_is_said_beside_the_result_and_parties_stay_as_given(home: Path) -> None:
    for kind in ("territory", "election", "protocols"):
        shown = dauys("import", kind, "--example").out
        ended = dauys(
            "import", kind, str(written(home, f"{kind}.{'json' if kind == 'election' else 'csv'}", shown))
        )
        assert ended.code == 0
    unit = "4736.eset"
    table = dauys("results", "--election", sample.ELECTION, "--unit", unit)
    assert "A sample file: units, numbers of voters" in table.out
    found = json.loads(
        dauys("results", "--election", sample.ELECTION, "--unit", unit, "--format", "json").out
    )
    assert {row["party"] for row in found["votes"]} - {None} <= {
        str(party["name"]) for party in sample.election()["parties"]
    }
    assert "note" not in found
    site = home / "site"
    assert dauys("publish", str(site)).code == 0
    page = site / f"kk/{sample.ELECTION}/{unit}/index.html"
    assert "Үлгі файл: округтер" in page.read_text()


def test_party_named_twice_is_refused_with_its_place(home: Path) -> None:
    dauys(
        "import", "territory", str(written(home, "units.csv", dauys("import", "territory", "--example").out))
    )
    file = sample.election()
    file["parties"] = [*file["parties"], file["parties"][0]]
    ended = dauys("import", "election", str(written(home, "election.json", json.dumps(file))))
    assert ended.code == 1
    assert "E-20" in ended.err
    assert "parties[5].name" in ended.err
