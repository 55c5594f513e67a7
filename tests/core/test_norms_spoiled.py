"""Whatever is written into the files of a law, the answer is a pack or a list of faults, never a crash."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dauys.core.conformity import check_pack
from dauys.core.findings import Refused
from dauys.core.norms import Pack, load_pack
from dauys.core.norms.places import Layout
from tests.core.small_pack import FILES, LAW, write

WORDS = st.sampled_from(
    [
        '""',
        "[]",
        "{}",
        "-1",
        "0",
        "1.5",
        "true",
        "2021-02-30",
        "0001-01-01",
        "9999-12-31",
        "99999999999999999999",
        "23:59:60",
        '"E"',
        '"NOM_EXT"',
        '"votes"',
        '"Asia"',
        '"xx/head/2020"',
        "[[case]]",
        "[[deadline]]",
        "[line]",
        "code",
        "=",
        '"""',
        "\n",
        "\x00",
        "\u00a0",
        "[",
    ]
)
FEW = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("laws"))


def answered(root: Path) -> None:
    """A pack, or a refusal; the check finds faults wherever there is a refusal."""
    faults = check_pack(LAW, root)
    assert all(fault.line is None or fault.line >= 1 for fault in faults)
    with suppress(Refused):
        assert isinstance(load_pack(LAW, root), Pack)
        return
    assert faults
    assert all(fault.place and fault.code.startswith("N-") for fault in faults)


@FEW
@given(
    name=st.sampled_from(sorted(FILES)),
    start=st.integers(0, 4000),
    length=st.integers(0, 40),
    word=st.one_of(WORDS, st.text(max_size=8)),
)
def test_a_piece_cut_out_or_put_in_never_crashes(
    root: Path, name: str, start: int, length: int, word: str
) -> None:
    text = FILES[name]
    at = start % len(text)
    path = root / LAW / name
    path.write_bytes((text[:at] + word + text[at + length :]).encode("utf-8", "surrogatepass"))
    answered(root)
    path.write_text(text, encoding="utf-8")


@FEW
@given(name=st.sampled_from(sorted(FILES)), line=st.integers(0, 300), value=WORDS)
def test_another_value_never_crashes(root: Path, name: str, line: int, value: str) -> None:
    lines = FILES[name].split("\n")
    keyed = [number for number, text in enumerate(lines) if " = " in text]
    at = keyed[line % len(keyed)]
    lines[at] = f"{lines[at].split(' = ')[0]} = {value}"
    path = root / LAW / name
    path.write_text("\n".join(lines), encoding="utf-8")
    answered(root)
    path.write_text(FILES[name], encoding="utf-8")


@FEW
@given(content=st.binary(max_size=60), name=st.sampled_from(sorted(FILES)))
def test_bytes_that_are_no_law_never_crash(root: Path, content: bytes, name: str) -> None:
    path = root / LAW / name
    path.write_bytes(content)
    answered(root)
    path.write_text(FILES[name], encoding="utf-8")


@given(st.text(), st.lists(st.one_of(st.text(max_size=5), st.integers(0, 3))))
def test_a_layout_answers_with_a_line_of_the_text(text: str, path: list[str | int]) -> None:
    assert 1 <= Layout(text).line(path) <= len(text.splitlines()) + 1
