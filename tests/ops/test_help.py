"""Help on every level, wrong use, and the filled samples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from dauys.ops.commands import app
from tests.ops.console import dauys, facts, written


def paths(group: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words that lead to every group and every command."""
    yield above
    for name, command in getattr(group, "commands", {}).items():
        yield from paths(command, (*above, name))


EVERY = list(paths(typer.main.get_command(app)))


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_help_stands_on_every_level(words: tuple[str, ...]) -> None:
    ended = dauys(*words, "--help")
    assert ended.code == 0
    assert "Usage: " in ended.out
    for name in [path[-1] for path in EVERY if path[:-1] == words and path]:
        assert name in ended.out


def test_every_command_of_the_interface_is_there() -> None:
    wanted = {
        "law list", "law show", "law check", "calendar plan", "import territory", "import election",
        "import protocols", "results", "recount", "publish", "demo", "journal verify",
    }  # fmt: skip
    assert wanted <= {" ".join(words) for words in EVERY}


def test_top_help_names_the_exit_codes() -> None:
    assert "0 done, 1 the input was refused" in " ".join(dauys("--help").out.split())


PLAN = ["calendar", "plan", "--law", "kz/akim/2021"]
WRONG = [
    ["nonsense"],
    ["import", "nonsense"],
    ["import", "protocols"],
    ["import", "territory"],
    ["import", "election"],
    ["import", "protocols", "x.csv", "--format", "xml"],
    ["import", "protocols", "x.csv", "--nonsense"],
    ["results"],
    ["results", "--list", "--format", "yaml"],
    ["calendar", "plan"],
    ["calendar", "plan", "--election", "a", "--law", "b"],
    PLAN,
    [*PLAN, "--called-on", "25.06.2021", "--election-day", "2021-07-25"],
    [*PLAN, "--called-on", "2021-07-25", "--election-day", "2021-06-25"],
    [*PLAN, "--called-on", "0001-01-01", "--election-day", "9999-12-31"],
    [*PLAN, "--called-on", "2021-06-25", "--election-day", "2021-07-25", "--zone", "Mars/Olympus"],
    [*PLAN, "--called-on", "2021-06-25", "--election-day", "2021-07-25", "--zone", "../../etc/passwd"],
    ["calendar", "plan", "--election", "a", "--language", "de"],
    ["law", "show"],
    ["law", "show", "kz/akim/2021", "--language", "de"],
    ["law", "check", "--root", "/nonexistent"],
    ["publish"],
    ["protocol", "release"],
    ["contest", "establish"],
    ["demo", "--port", "eight"],
]  # fmt: skip


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_wrong_use_ends_with_code_2_and_says_so(home: Path, words: list[str]) -> None:
    ended = dauys(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.strip()


def test_publish_without_an_election_is_wrong_use(home: Path) -> None:
    assert dauys("publish", home / "site").code == 2


def test_examples_import_again_cleanly_and_a_second_time_change_nothing(home: Path) -> None:
    files = {}
    for kind, name in (("territory", "t.csv"), ("election", "e.json"), ("protocols", "p.csv")):
        ended = dauys("import", kind, "--example")
        assert (ended.code, ended.err) == (0, "")
        files[kind] = written(home, name, ended.out)
    for kind, file in files.items():
        ended = dauys("import", kind, file, "--format", "json")
        assert (ended.code, ended.err) == (0, "")
        assert ended.json["dry_run"] is False
    before = facts()
    assert before["ProtocolVersion"] == 14
    for kind, file in files.items():
        assert dauys("import", kind, file).code == 0
    assert facts() == before
    assert dauys("recount").code == 0


def test_examples_need_no_database_and_no_file(home: Path) -> None:
    for kind in ("territory", "election", "protocols"):
        assert dauys("import", kind, "nothing.csv", "--example").code == 0
    assert not (home / "home").exists()


def test_example_of_the_election_is_the_json_of_the_interface(home: Path) -> None:
    example = json.loads(dauys("import", "election", "--example").out)
    assert {"id", "law", "called_on", "election_day", "contests"} <= set(example)
    assert {"id", "unit", "candidates"} <= set(example["contests"][0])
