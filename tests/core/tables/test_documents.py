"""JSON documents: one object of a known shape; what does not fit is named by its path."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from dauys.core.tables import read_mapping
from dauys.core.tables.documents import read_document
from tests.core.tables.files import faults_if_refused, faults_of, where


class Person(BaseModel):
    name: str
    number: int = 0


class Call(BaseModel):
    id: str = ""
    people: tuple[Person, ...] = ()


def _written(folder: Path, content: bytes) -> Path:
    path = folder / "call.json"
    path.write_bytes(content)
    return path


def test_document_is_read_and_its_unknown_keys_are_named(tmp_path: Path) -> None:
    content = '\ufeff{"id": "E", "people": [{"name": "Әсел \\ud83d\\ude00", "nmber": 1}], "x": 1}'.encode()
    read = read_document(_written(tmp_path, content), Call)
    assert read.content == Call(id="E", people=(Person(name="Әсел 😀"),))
    assert set(read.unknown) == {"people[0].nmber", "x"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ("I-01", None, "")),
        (b'{"id": "E"', ("I-85", 1, "")),
        (b'{"id": "E", "id": "F"}', ("I-86", None, "")),
        (b'{"people": [{"name": "a"}, {}]}', ("I-87", None, "people[1].name")),
        (b'{"people": [{"name": 1}]}', ("I-88", None, "people[0].name")),
        (b'{"people": [{"name": "a", "number": 1.5}]}', ("I-88", None, "people[0].number")),
        (b'{"id": ' + b"9" * 5000 + b"}", ("I-85", None, "")),
        (b'{"id": "\\ud800"}', ("I-85", None, "")),
        (b'{"id": "a\\u0000"}', ("I-85", None, "")),
        (b'{"id": "\\\\\\u0000"}', ("I-85", None, "")),
        (b"[" * 100_000, ("I-85", None, "")),
        (b'{"id": "\xff"}', ("I-08", 1, "")),
    ],
)
def test_document_that_is_wrong_names_the_place(
    tmp_path: Path, content: bytes, expected: tuple[str, int | None, str]
) -> None:
    found = faults_of(lambda: read_document(_written(tmp_path, content), Call))
    assert where(found) == [expected]
    assert found[0].place == "call.json"


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev", "a\0b"])
def test_document_that_is_no_file_is_refused_unread(device: str) -> None:
    assert where(faults_of(lambda: read_document(Path(device), Call))) == [("I-03", None, "")]
    assert where(faults_of(lambda: read_mapping(Path(device), name="m.toml"))) == [("I-03", None, "")]


def test_document_may_speak_of_an_escape(tmp_path: Path) -> None:
    assert read_document(_written(tmp_path, b'{"id": "\\\\u0000"}'), Call).content.id == "\\u0000"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    content=st.binary(max_size=60) | st.text(st.sampled_from('{}[]":,\\u0d8 a1'), max_size=40).map(str.encode)
)
def test_any_bytes_give_a_document_or_faults(tmp_path: Path, content: bytes) -> None:
    found = faults_if_refused(lambda: read_document(_written(tmp_path, content), Call))
    assert {each.place for each in found} <= {"call.json"}
