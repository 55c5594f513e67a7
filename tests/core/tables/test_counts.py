"""Figures: whole numbers only, every other cell named with what is wrong in it; nothing is repaired."""

from __future__ import annotations

import itertools
import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dauys.core.tables import LARGEST, MISSING, parse_counts
from dauys.core.tables.counts import WRONG, raw_figures
from tests.core.tables.files import faults_of, table, where

WHOLE = re.compile(r"[0-9]+")


def _column(*cells: str) -> bytes:
    return b"code,given\n" + "".join(f'{row},"{cell}"\n' for row, cell in enumerate(cells)).encode()


@pytest.mark.parametrize(
    ("cell", "code", "said"),
    [
        (" 12", "I-41", "A space stands before the figure."),
        ("12 ", "I-41", "A space stands after the figure."),
        ("1 2", "I-41", "A space stands inside the figure."),
        ("\u00a012", "I-41", "A no-break space stands before the figure."),
        ("12\t", "I-41", "A tab stands after the figure."),
        ("12\n", "I-41", "A line break stands after the figure."),
        (" ", "I-41", "A space stands where the figure should be."),
        ("1\u200b2", "I-42", "ZERO WIDTH SPACE"),
        ("\ufeff12", "I-42", "ZERO WIDTH NO-BREAK SPACE"),
        ("1О", "I-43", "“О” is U+041E, CYRILLIC CAPITAL LETTER O, not the digit 0."),
        ("о", "I-43", "not the digit 0"),
        ("1O", "I-43", "LATIN CAPITAL LETTER O, not the digit 0"),
        ("l2", "I-43", "LATIN SMALL LETTER L, not the digit 1"),
        ("І5", "I-43", "BYELORUSSIAN-UKRAINIAN I, not the digit 1"),
        ("4З", "I-43", "CYRILLIC CAPITAL LETTER ZE, not the digit 3"),
        ("٣", "I-44", "ARABIC-INDIC DIGIT THREE"),
        ("１２", "I-44", "FULLWIDTH DIGIT ONE"),
        ("1,234", "I-45", "thousands separator (U+002C, COMMA)"),
        ("1'234'567", "I-45", "APOSTROPHE"),
        ("1 234", "I-45", "SPACE"),
        ("1\u00a0234", "I-45", "NO-BREAK SPACE"),
        ("1.234.567", "I-45", "FULL STOP"),
        ("12.5", "I-46", "decimal part"),
        ("12.0", "I-46", "decimal part"),
        ("12,5", "I-46", "decimal part"),
        ("1.234", "I-46", "decimal part"),
        ("-12.5", "I-46", "decimal part"),
        ("-12", "I-47", "negative"),
        ("−12", "I-47", "negative"),
        ("-0", "I-47", "negative"),
        ("-1", "I-47", "negative"),
        ("-2", "I-47", "negative"),
        ("1.0E+05", "I-48", "exponent"),
        ("1E2", "I-48", "exponent"),
        ("2021-07-25", "I-49", "a date"),
        ("12.05.2021", "I-49", "a date"),
        ("5-янв", "I-49", "a date"),
        ("12-May", "I-49", "a date"),
        ("10000000", "I-50", "larger than 9,999,999"),
        ("9" * 30, "I-50", "larger than 9,999,999"),
        ("#N/A", "I-51", "error of the spreadsheet"),
        ("=A1", "I-52", "formula"),
        ("+5", "I-53", "not a whole number"),
        ("twelve", "I-53", "not a whole number"),
        ("-", "I-53", "not a whole number"),
        ("12a", "I-53", "not a whole number"),
        ("0x1F", "I-53", "not a whole number"),
        ("1_000", "I-45", "LOW LINE"),
    ],
)
def test_cell_that_is_no_figure_says_why(cell: str, code: str, said: str) -> None:
    figures, found = parse_counts(table(_column("7", cell)), "given", blank="missing")
    assert where(found) == [(code, 3, "given")]
    assert said.casefold() in found[0].message.casefold()
    assert found[0].remedy
    assert found[0].value
    assert figures.tolist() == [7, MISSING]


def test_thousands_separator_says_how_to_write_the_figure() -> None:
    _, found = parse_counts(table(_column("1,234")), "given", blank="missing")
    assert found[0].remedy == "Write it without: 1234."


@pytest.mark.parametrize(
    ("cell", "figure"),
    [("0", 0), ("7", 7), ("9999999", LARGEST), ("007", 7), ("000", 0), ("0" * 40 + "12", 12)],
)
def test_whole_number_is_read(cell: str, figure: int) -> None:
    figures, found = parse_counts(table(_column(cell)), "given", blank="error")
    assert (figures.tolist(), found) == ([figure], [])
    assert figures.dtype == "int64"


def test_blank_means_what_the_rule_says() -> None:
    read = table(_column("7", "", "9"))
    assert parse_counts(read, "given", blank="zero")[0].tolist() == [7, 0, 9]
    assert parse_counts(read, "given", blank="missing")[0].tolist() == [7, MISSING, 9]
    figures, found = parse_counts(read, "given", blank="error")
    assert figures.tolist() == [7, MISSING, 9]
    assert where(found) == [("I-40", 3, "given")]


def test_limit_is_the_callers() -> None:
    _, found = parse_counts(table(_column("100", "101", "0101")), "given", blank="error", limit=100)
    assert where(found) == [("I-50", 3, "given"), ("I-50", 4, "given")]


def test_column_of_wrong_cells_lists_a_hundred_and_counts_all() -> None:
    _, found = parse_counts(table(_column(*["x"] * 1500)), "given", blank="error")
    assert (len(found), found.unlisted, found.total) == (100, 1400, 1500)
    listed = faults_of(found.refuse)
    assert len(listed) == 101
    assert listed[-1].message == "1,400 more faults were found and are not listed."


def test_long_wrong_cell_is_cut() -> None:
    _, found = parse_counts(table(_column("x" * 500)), "given", blank="error")
    assert found[0].value == "x" * 39 + "…"


def test_short_texts_read_as_the_rule_says() -> None:
    """Every text of up to three signs: only those of digits are figures, and they are their own value."""
    signs = "0159+-., eE_xО٣"
    texts = ["".join(each) for size in (1, 2, 3) for each in itertools.product(signs, repeat=size)]
    expected = [int(text) if WHOLE.fullmatch(text) else WRONG for text in texts]
    assert raw_figures(pl.Series(texts), LARGEST).tolist() == expected


@settings(deadline=None)
@given(st.lists(st.none() | st.text(max_size=6) | st.integers(-(10**20), 10**20).map(str), max_size=30))
def test_any_text_reads_as_the_rule_says(texts: list[str | None]) -> None:
    def figure(text: str | None) -> int:
        if not text:
            return MISSING
        return int(text) if WHOLE.fullmatch(text) and int(text) <= LARGEST else WRONG

    assert raw_figures(pl.Series(texts, dtype=pl.String), LARGEST).tolist() == [
        figure(text) for text in texts
    ]
