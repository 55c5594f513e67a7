"""Every command with what nobody should hand it: a sentence and exit code 1 or 2, never a traceback."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from dauys.ops.commands import app
from tests import cast
from tests.ops.console import as_csv, dauys, rows, written

BIG = "9" * 400
VALUES = (
    "", "-1", BIG, "{x}", "[red]", "\n", "\udcff", "a/b#c", "٣", "💥" * 99,
    "0001-01-01", "9999-12-31", "2021-07-25", cast.ELECTION,
)  # fmt: skip
# What an option that a command demands is given, while another one is tried.
GIVEN = {
    "--election": cast.ELECTION, "--unit": "U1", "--contest": cast.contest(), "--precinct": "U1.1",
    "--reason": "№ 1", "--evidence": "№ 1", "--law": cast.LAW,
    "--term": "nom_end", "--at": "2021-07-05T18:00", "--commission": "D1.tec", "--email": "a@b.example",
}  # fmt: skip


def commands() -> Iterator[tuple[tuple[str, ...], object]]:
    """Every command that ends by itself, with its path; the demo serves until somebody stops it."""

    def below(path: tuple[str, ...], command: object) -> Iterator[tuple[tuple[str, ...], object]]:
        for name, child in getattr(command, "commands", {}).items():
            yield from below((*path, name), child)
        if not hasattr(command, "commands") and path != ("demo",):
            yield path, command

    return below((), get_command(app))


COMMANDS = {" ".join(path): command for path, command in commands()}


def ended(*arguments: str) -> int:
    """The exit code; an exception that the command does not catch is raised here."""
    done = CliRunner().invoke(app, list(arguments))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise AssertionError(f"dauys {arguments!r:.300}") from done.exception
    assert done.exit_code in (0, 1, 2), arguments
    if done.exit_code:
        assert (done.stderr or done.stdout).strip(), arguments
    return done.exit_code


def options_of(command: object) -> Iterator[str]:
    """Its options that take a value."""
    for each in getattr(command, "params", ()):
        if each.param_type_name == "option" and not each.is_flag:
            yield each.opts[0]


def demanded(command: object, apart: str = "") -> list[str]:
    """What it needs to run at all, without one of its options."""
    words = []
    for each in getattr(command, "params", ()):
        if each.required and each.param_type_name == "option" and each.opts[0] != apart:
            words += [each.opts[0], GIVEN[each.opts[0]]]
    for each in getattr(command, "params", ()):
        if each.required and each.param_type_name == "argument":
            words.append({"law": cast.LAW, "folder": "site", "deadline": "msg_day"}.get(each.name, "word"))
    return words


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_option_of_any_value_is_taken_or_refused(
    name: str, protocols: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path, command = name.split(), COMMANDS[name]
    assert ended(*path, "--no-such-option") == 2
    assert ended(*path, *["word"] * 5) in (1, 2)
    file = [str(protocols)] if path[0] == "import" else []
    for option in options_of(command):
        for value in VALUES:
            ended(*path, *demanded(command, apart=option), *file, option, value)


def hostile(folder: Path) -> Iterator[Path]:
    """Files that are none of those a command takes."""
    good = as_csv(rows())
    call = cast.election_file()
    early = call | {"id": "kz-akim-0001-01-02", "called_on": "0001-01-01", "election_day": "0001-01-02"}
    bodies: dict[str, bytes] = {
        "empty.csv": b"", "empty.json": b"", "empty.xlsx": b"", "blank.csv": b"\n \n", "nul.csv": b"\0" * 99,
        "bytes.csv": bytes(range(256)) * 8, "bytes.xlsx": bytes(range(256)),
        "picture.csv": b"\x89PNG\r\n\x1a\n",
        "cut.xlsx": b"PK\x03\x04\x14", "cut.parquet": b"PAR1" + b"\0" * 50 + b"PAR1",
        "deep.json": b"[" * 100_000, "deeper.json": b'{"a":' * 5_000,
        "number.json": b"5", "null.json": b"null",
        "big.json": f'{{"id": {"9" * 5_000}}}'.encode(), "nan.json": b'{"id": NaN}',
        "early.json": json.dumps(early).encode(),
        "climbing.json": json.dumps(call | {"law": "../../x"}).encode(),
        "nul.json": json.dumps(call | {"id": "x\0y"}).encode(),
        "lone.json": json.dumps(call | {"id": "\ud800"}).encode(),
        "deep.toml": b"a=" + b"[" * 5_000, "day.toml": b"a = 1979-05-27T07:32:00Z", "bytes.toml": b"a='\xff'",
        "big.csv": good.replace("500", "9" * 5_000).encode(), "utf16.csv": good.encode("utf-16"),
        "beyond.csv": good.replace("500", str(2**31)).encode(),
        "negative.csv": good.replace("500", "-1").encode(),
        "wide.csv": (",".join(f"c{at}" for at in range(20_000)) + "\n" + "1," * 19_999 + "1\n").encode(),
        "infinite.jsonl": b'{"contest":"a","precinct":"b","invalid":1e999}\n',
        "mixed.jsonl": b'{"a":[1]}\n{"a":{}}\n',
        "turnout.csv": (
            "contest,precinct,hour_at,voted,on_list\n"
            f"{cast.contest()},U1.1,2021-07-25T10:00:00+99:99,{10**17},{2**31}\n"
        ).encode(),
        "units.csv": b"code,parent,kind,name_kk,valid_from,valid_to\nKZ,,country,x,0001-01-01,0001-01-02\n",
        "classifier.csv": b"te,ab,cd,ef,hij,k,name_kaz,name_rus,nn\n000000000,00,00,00,000,0,,,\n",
    }  # fmt: skip
    for name, body in bodies.items():
        yield written(folder, name, body)
    (folder / "folder.csv").mkdir()
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    names = (
        "folder.csv",
        "loop.csv",
        "missing.csv",
        "n" * 300 + ".csv",
        os.fsdecode(b"\xff.csv"),
        "a\nb.csv",
    )
    yield from (folder / name for name in names)
    yield from (Path("/dev/null"), Path("/dev/zero"), Path("/proc/self/mem"), Path("/proc/self/status"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["territory", "commissions", "election", "turnout", "protocols"])
def test_file_of_any_kind_is_refused_with_a_sentence(kind: str, called: Path, tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    taken = [file.name for file in hostile(folder) if ended("import", kind, str(file)) == 0]
    assert taken == []
    for file in folder.iterdir():
        if kind == "protocols" and file.suffix == ".toml":
            good = written(called, "p.csv", as_csv(rows()))
            assert ended("import", "protocols", str(good), "--mapping", str(file)) == 1


@pytest.mark.slow
def test_folder_that_is_none_is_refused(protocols: Path, tmp_path: Path) -> None:
    assert dauys("import", "protocols", protocols).code == 0
    file = written(tmp_path, "file", b"x")
    for folder in (file, file / "below", Path("/proc/x"), Path("/dev/full"), tmp_path / ("n" * 300)):
        assert ended("publish", str(folder)) == 1
        assert ended("law", "check", "--root", str(folder)) in (1, 2)


@pytest.mark.parametrize("place", ["", ".", "/"])
def test_place_that_has_no_name_is_refused(called: Path, place: str) -> None:
    for command in (("export", "territory", "--out"), ("export", "everything"), ("backup",)):
        assert ended(*command, place) in (1, 2)
