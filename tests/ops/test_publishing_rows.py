"""`dauys publish --precincts`: the way is asked for once, then kept."""

from __future__ import annotations

import json
from pathlib import Path

from tests import cast
from tests.ops.console import dauys


def way(site: Path) -> str:
    record = json.loads((site / "manifest" / cast.ELECTION / "_election.json").read_bytes())
    return str(record["precincts"])


def test_small_election_has_pages_until_rows_are_asked_for(called: Path, protocols: Path) -> None:
    assert dauys("import", "protocols", protocols).code == 0
    site = called / "site"
    for words, expected in (((), "pages"), (("--precincts", "rows"), "rows"), ((), "rows")):
        assert dauys("publish", site, *words).code == 0
        assert way(site) == expected
        english = site / "en" / cast.ELECTION
        assert (english / "U1/precincts/precincts.csv").is_file() == (expected == "rows")
        assert (english / "U1.1").is_dir() == (expected == "pages")


def test_unknown_way_is_wrong_use(called: Path) -> None:
    ended = dauys("publish", called / "site", "--precincts", "tiles")
    assert ended.code == 2
    assert "pages or rows, not tiles" in ended.err
    assert not (called / "site").exists()
