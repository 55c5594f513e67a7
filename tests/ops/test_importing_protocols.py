"""Protocols by the command: taken, repeated, corrected, released, established, cancelled; in four formats."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dauys.apps.journal.models import Entry
from dauys.core.norms import load_pack
from tests import cast
from tests.ops.console import CANDIDATES, Ended, Row, as_csv, dauys, facts, row, rows, stored, written


def imported(file: Path, *options: str | Path) -> Ended:
    return dauys("import", "protocols", file, *options, "--format", "json")


def result(contest: str = "", unit: str = "") -> dict[str, Any]:
    options = [*(["--contest", contest] if contest else []), *(["--unit", unit] if unit else [])]
    return dauys("results", "--election", cast.ELECTION, *options, "--format", "json").json


def changed(folder: Path, found: list[Row], name: str = "changed.csv") -> Path:
    return written(folder, name, as_csv(found))


def broken() -> list[Row]:
    """The four protocols, those of U1.1 and U2.1 with a box that does not add up."""
    found = rows()
    found[0]["stationary_ballots"] = 310
    found[2]["stationary_ballots"] = 70
    return found


def votes(contest: str) -> list[int | None]:
    return [one["votes"] for one in result(contest)["votes"]]


def test_dry_run_says_what_would_come_and_writes_nothing(protocols: Path) -> None:
    before = facts()
    dry = imported(protocols, "--dry-run")
    assert (dry.code, dry.err, facts()) == (0, "", before)
    taken = imported(protocols)
    assert taken.json == dry.json | {"dry_run": False}
    assert taken.json == {
        "election": cast.ELECTION, "new": 4, "corrected": 0, "unchanged": 0, "released": 0, "kept_out": 0,
        "missing": 0, "with_errors": 0, "with_warnings": 0, "broken": {}, "breaches": [],
        "dry_run": False,
    }  # fmt: skip
    after = facts()
    assert (after["ProtocolVersion"], after["Entry"]) == (4, before["Entry"] + 1)


def test_one_import_is_one_journal_entry_with_the_hash_of_the_file(protocols: Path) -> None:
    assert imported(protocols).code == 0
    entry = Entry.objects.latest("number")
    done = json.loads(entry.body)
    assert (entry.verb, entry.law, entry.at) == ("import_protocols", cast.LAW, cast.AT)
    assert (done["file"], done["new"]) == ("protocols.csv", 4)
    assert done["sha256"] == hashlib.sha256(protocols.read_bytes()).hexdigest()
    assert dauys("journal", "verify").code == 0


def test_same_file_twice_changes_nothing(protocols: Path) -> None:
    assert imported(protocols).code == 0
    before, stands = facts(), stored()
    again = imported(protocols)
    assert (again.code, again.json["unchanged"], again.json["new"], again.json["corrected"]) == (0, 4, 0, 0)
    assert (facts(), stored()) == (before, stands)


def test_part_of_the_protocols_leaves_the_rest_missing(called: Path) -> None:
    ended = imported(changed(called, rows()[:1]))
    assert (ended.json["new"], ended.json["missing"]) == (1, 3)
    whole = imported(changed(called, rows()))
    assert (whole.json["new"], whole.json["unchanged"], whole.json["missing"]) == (3, 1, 0)


def test_changed_protocol_needs_a_reason_and_makes_a_version(protocols: Path, called: Path) -> None:
    assert imported(protocols).code == 0
    other = rows()
    other[1] = row("U1", 2, 400, [121, 129])
    file = changed(called, other)
    before = facts()
    refused = imported(file)
    assert (refused.code, refused.out, facts()) == (1, "", before)
    assert (refused.faults[0]["code"], refused.faults[0]["row"]) == ("P-90", 3)
    assert "--reason" in refused.faults[0]["remedy"]
    taken = imported(file, "--reason", "recounted")
    assert (taken.code, taken.json["corrected"], taken.json["unchanged"]) == (0, 1, 3)
    assert facts() == before | {"Entry": before["Entry"] + 1, "ProtocolVersion": 5}
    assert json.loads(Entry.objects.latest("number").body)["reason"] == "recounted"
    assert votes(cast.contest()) == [321, 229]
    assert dauys("recount").code == 0


def test_broken_protocols_are_kept_out_with_code_1_and_counted_in_coverage(called: Path) -> None:
    ended = imported(changed(called, broken()))
    assert (ended.code, ended.json["new"], ended.json["kept_out"], ended.json["with_errors"]) == (1, 4, 2, 2)
    assert ended.json["broken"]
    assert json.loads(ended.err)["kept_out"] == 2
    assert votes(cast.contest()) == [120, 130]
    total = result(unit="D1")
    assert total["coverage"] == {"received": 3, "expected": 3}
    assert (total["lines"]["voters_on_list"], total["findings"]["error"]) == (400, 2)


def test_same_broken_file_again_is_told_the_same(called: Path) -> None:
    file = changed(called, broken())
    assert imported(file).code == 1
    before = facts()
    again = imported(file)
    assert (again.code, again.json["kept_out"], again.json["unchanged"], facts()) == (1, 2, 4, before)
    assert "kept out of the totals: 2." in dauys("import", "protocols", file).err


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "P-05 (error) does not hold: not {left} = {right}. "),
        ("ru", "P-05 (ошибка) не выполняется: не {left} = {right}. "),
        ("kk", "P-05 (қате) орындалмайды: {left} = {right} емес. "),
    ],
)
def test_what_does_not_hold_is_told_with_row_precinct_and_both_sides(
    called: Path, language: str, said: str
) -> None:
    told = broken()
    file = changed(called, told)
    first = imported(file, "--dry-run").json["breaches"][0]
    precinct, figures = told[first["line"] - 2]["precinct"], told[first["line"] - 2]
    assert (first["code"], first["severity"], first["precinct"]) == ("P-05", "error", precinct)
    assert first["left"] == figures["stationary_ballots"] + figures["portable_ballots"]
    assert (first["left"] != first["right"], first["op"], first["counts"]) == (True, "==", False)
    out = dauys("import", "protocols", file, "--language", language).out
    relation = next(one for one in load_pack(cast.LAW).protocol.relation if one.code == "P-05")
    line = f"{file.name}:{first['line']} [{precinct}] {said.format(**first)}"
    assert line in out
    assert f"{relation.sentence.in_language(language)}. " in out
    assert relation.paper.in_language(language) in out
    assert imported(file).json["breaches"] == imported(file, "--dry-run").json["breaches"]  # it stands so


def test_accept_with_findings_after_a_first_import_releases(called: Path) -> None:
    file = changed(called, broken())
    assert imported(file).code == 1
    before = facts()
    ended = imported(file, "--accept-with-findings")
    assert (ended.code, ended.json["released"], ended.json["kept_out"], ended.json["new"]) == (0, 2, 0, 0)
    assert facts() == before | {"Entry": before["Entry"] + 1, "Release": 2}
    assert json.loads(Entry.objects.latest("number").body)["accept_with_findings"] is True
    assert votes(cast.contest()) == [320, 230]
    assert (result(unit="D1")["lines"]["voters_on_list"], result(unit="D1")["findings"]["error"]) == (
        1_000,
        2,
    )
    assert imported(file, "--accept-with-findings").json["unchanged"] == 4
    assert dauys("recount").code == 0


def test_released_one_by_one_equals_accepted_at_once(called: Path) -> None:
    file = changed(called, broken())
    assert imported(file).code == 1
    for unit in ("U1", "U2"):
        words = ("--contest", cast.contest(unit), "--precinct", f"{unit}.1", "--reason", "№ 3")
        assert dauys("protocol", "release", *words).code == 0
        again = dauys("protocol", "release", *words)
        assert (again.code, "not possible" in again.err) == (1, True)
    assert votes(cast.contest()) == [320, 230]
    assert imported(file, "--accept-with-findings").json["released"] == 0
    assert dauys("recount").code == 0


def test_broken_file_accepted_at_once_is_journalled_as_such(called: Path) -> None:
    ended = imported(changed(called, broken()), "--accept-with-findings")
    assert (ended.code, ended.json["kept_out"], ended.json["with_errors"]) == (0, 0, 2)
    assert json.loads(Entry.objects.latest("number").body)["accept_with_findings"] is True
    assert (facts()["Release"], votes(cast.contest())) == (0, [320, 230])


def test_correction_after_establishment_reopens(protocols: Path, called: Path) -> None:
    assert imported(protocols).code == 0
    assert dauys("contest", "establish", "--contest", cast.contest(), "--evidence", "№ 7").code == 0
    assert result(cast.contest())["status"] == "final"
    before = facts()
    assert dauys("contest", "establish", "--contest", cast.contest(), "--evidence", "№ 8").code == 1
    assert imported(protocols).json["unchanged"] == 4
    assert facts() == before
    other = rows()
    other[1] = row("U1", 2, 400, [100, 150])
    assert imported(changed(called, other)).code == 1
    assert imported(changed(called, other), "--reason", "court").code == 0
    assert result(cast.contest())["status"] == "preliminary"
    assert dauys("contest", "establish", "--contest", cast.contest(), "--evidence", "№ 9").code == 0
    assert result(cast.contest())["status"] == "final"
    assert votes(cast.contest()) == [300, 250]


def test_kept_out_correction_leaves_the_version_before_it_counting(protocols: Path, called: Path) -> None:
    assert imported(protocols).code == 0
    other = rows()
    other[0] = row("U1", 1, 500, [210, 100], stationary_ballots=1)
    ended = imported(changed(called, other), "--reason", "clerk")
    assert (ended.code, ended.json["corrected"], ended.json["kept_out"]) == (1, 1, 1)
    assert votes(cast.contest()) == [320, 230]
    assert result(cast.contest())["coverage"] == {"received": 2, "expected": 2}
    said = dauys("contest", "establish", "--contest", cast.contest(), "--evidence", "№ 7")
    assert (said.code, "1 are kept out" in said.err) == (1, True)


def test_result_is_not_established_without_evidence_or_protocols(protocols: Path, called: Path) -> None:
    before = facts()
    for evidence in ("", " ", "№ 7"):
        assert dauys("contest", "establish", "--contest", cast.contest(), "--evidence", evidence).code == 1
    assert facts() == before
    assert imported(protocols).code == 0
    assert dauys("contest", "establish", "--contest", cast.contest(), "--evidence", " ").code == 1


def test_cancelled_poll_takes_no_protocol_and_has_no_winner(protocols: Path, called: Path) -> None:
    assert dauys("contest", "cancel", "--contest", cast.contest(), "--reason", "№ 9").code == 0
    before = facts()
    ended = imported(protocols)
    assert (ended.code, facts()) == (1, before)
    assert "cancelled" in ended.err
    assert imported(changed(called, rows()[2:])).code == 0
    assert result(cast.contest())["outcome"] == {"kind": "cancelled", "candidates": []}


def test_unknown_contest_and_precinct_are_refused_by_every_verb(called: Path) -> None:
    before = facts()
    for words in (
        ("protocol", "release", "--contest", "kz-akim/U9", "--precinct", "U1.1", "--reason", "a"),
        ("protocol", "release", "--contest", cast.contest(), "--precinct", "U9.9", "--reason", "a"),
        ("protocol", "release", "--contest", cast.contest(), "--precinct", "U1.1", "--reason", "a"),
        ("protocol", "release", "--contest", cast.contest(), "--precinct", "U1.1", "--reason", " "),
        ("contest", "establish", "--contest", "kz-akim/U9", "--evidence", "a"),
        ("contest", "cancel", "--contest", "kz-akim/U9", "--reason", "a"),
        ("contest", "cancel", "--contest", cast.contest(), "--reason", " "),
    ):
        ended = dauys(*words)
        assert (ended.code, ended.out, bool(ended.err)) == (1, "", True), words
    assert facts() == before


def test_withdrawn_candidate_needs_no_column_and_cannot_win(
    called: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content: Any = cast.election_file()
    content["contests"][0]["candidates"][0]["status"] = "withdrawn"
    monkeypatch.setenv("DAUYS_AT", "2021-07-20T12:00:00+06:00")  # on election day candidates stay as they are
    assert dauys("import", "election", written(called, "left.json", json.dumps(content))).code == 0
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    found = [row("U1", 1, 500, [0, 100]), row("U1", 2, 400, [0, 130]), *rows()[2:]]
    for one in found:
        one.pop(f"votes:{CANDIDATES[0]}", None)
    header = [column for column in as_csv([]).strip().split(",") if column != f"votes:{CANDIDATES[0]}"]
    assert imported(written(called, "p.csv", as_csv(found, header))).code == 0
    assert votes(cast.contest()) == [0, 230]
    assert result(cast.contest())["outcome"] == {"kind": "elected", "candidates": [CANDIDATES[1]]}


def test_candidate_added_later_is_counted_from_the_next_version_on(
    protocols: Path, called: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert imported(protocols).code == 0
    content: Any = cast.election_file()
    third = {"id": f"{cast.contest()}#3", "name": "Кеш келген"}
    content["contests"][0]["candidates"].append(third)
    monkeypatch.setenv("DAUYS_AT", "2021-07-20T12:00:00+06:00")  # on election day candidates stay as they are
    assert dauys("import", "election", written(called, "more.json", json.dumps(content))).code == 0
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())
    assert votes(cast.contest())[:2] == [320, 230]
    assert dauys("recount").code == 0
    found = rows()
    found[0] = row("U1", 1, 500, [200, 90, 10], against=5, invalid=3)
    found[1] = row("U1", 2, 400, [120, 130, 0])
    header = [*as_csv([]).strip().split(","), f"votes:{third['id']}"]
    assert imported(written(called, "p.csv", as_csv(found, header)), "--reason", "third").code == 0
    assert votes(cast.contest()) == [320, 220, 10]
    assert dauys("recount").code == 0


def as_file(kind: str, found: list[Row]) -> bytes:
    stream = io.BytesIO()
    if kind == "csv":
        return as_csv(found).encode()
    if kind == "jsonl":
        return "".join(json.dumps(one) + "\n" for one in found).encode()
    frame = pl.DataFrame(found, infer_schema_length=None)
    frame.write_excel(stream) if kind == "xlsx" else frame.write_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "jsonl", "parquet"])
def test_every_format_comes_to_the_same_state_as_csv(called: Path, kind: str) -> None:
    """A file of the other format after the CSV changes nothing: figure by figure it is the same."""
    header = as_csv([]).strip().split(",")
    found = [{column: one.get(column) for column in header} for one in broken()]
    assert imported(written(called, "p.csv", as_file("csv", found))).code == 1
    before, stands = facts(), stored()
    ended = imported(written(called, f"p.{kind}", as_file(kind, found)))
    assert (ended.code, ended.json["unchanged"], ended.json["new"]) == (1, 4, 0)
    assert (facts(), stored()) == (before, stands)
    other = [dict(one) for one in found]
    other[3]["voters_on_list"] = 301
    faults = imported(written(called, f"q.{kind}", as_file(kind, other))).faults
    assert [(fault["code"], fault["row"]) for fault in faults] == [("P-90", 5 if kind == "xlsx" else 4)]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "parquet"])
def test_every_format_is_taken_first(called: Path, kind: str) -> None:
    header = as_csv([]).strip().split(",")
    found = [{column: one.get(column) for column in header} for one in rows()]
    ended = imported(written(called, f"p.{kind}", as_file(kind, found)))
    assert (ended.code, ended.json["new"]) == (0, 4)
    assert votes(cast.contest()) == [320, 230]
    assert dauys("recount").code == 0


def test_territory_is_read_from_every_format(home: Path) -> None:
    found = cast.territory_rows()
    for number, kind in enumerate(("xlsx", "jsonl", "parquet")):
        ended = dauys(
            "import", "territory", written(home, f"t.{kind}", as_file(kind, found)), "--format", "json"
        )
        assert ended.json["unchanged" if number else "new"] == len(found)


def test_import_and_export_answer_in_the_language_that_is_asked_for(
    called: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out = written(called, "p.csv", as_csv(rows())), called / "o.csv"
    told = dauys("import", "protocols", file, "--language", "ru").out
    assert told.startswith(
        "Принято. Новых протоколов: 4, исправлено: 0, без изменений: 0, включено решением: 0;"
    )
    monkeypatch.setenv("DAUYS_LANGUAGE", "kk")
    assert dauys("import", "protocols", file).out.startswith("Қабылданды. Жаңа хаттама: 0, түзетілді: 0,")
    said = dauys("export", "protocols", "--out", out).err
    assert said == f"Жазылған жол: 4 (хаттамалар), файл {out}.\n"
    assert dauys("export", "protocols", "--language", "de").code == 2
    assert dauys("import", "protocols", file, "--language", "de").code == 2
