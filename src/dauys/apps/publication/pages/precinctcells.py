"""Columns of precincts as the cells of rows: worded in a language for a page, plain for a CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from dauys.apps.publication.pages.standings import TONES
from dauys.apps.publication.pages.voice import Voice
from dauys.apps.results.queries import PrecinctRows
from dauys.apps.results.queries.precinctrows import NO_FLAG, PARTED, STATES, UNKNOWN
from dauys.core.exact import percent_of_units, percent_units
from dauys.core.protocol import MISSING
from dauys.press import wording
from dauys.press.rendering import escaped

PLACES = 2
CELL = "</td><td>"
QUOTED = frozenset(',"\r\n')  # what RFC 4180 has a text quoted for


class Worded(dict[int, str]):
    """The words of whole numbers, each made when first asked for: the same ones come again and again."""

    def __init__(self, word: Callable[[int], str], missing: int, said: str) -> None:
        super().__init__({missing: said})
        self._word = word

    def __missing__(self, figure: int) -> str:
        said = self[figure] = self._word(figure)
        return said


@cache
def figures_in(language: str) -> Worded:
    """Figures of protocols in the words of a language; a dash for MISSING."""
    return Worded(lambda figure: wording.number(figure, language), MISSING, wording.DASH)


@cache
def percents_in(language: str) -> Worded:
    """Percents in hundredths, in the words of a language; a dash for UNKNOWN."""
    said = lambda units: wording.percent(percent_of_units(units, PLACES), language)  # noqa: E731
    return Worded(said, UNKNOWN, wording.DASH)


def turnout_units(rows: PrecinctRows) -> list[int]:
    """The turnout of each row in hundredths of a percent; UNKNOWN where a count is missing."""
    count, base = rows.measures["turnout_count"], rows.measures["registered"]
    known = (count != UNKNOWN) & (base != UNKNOWN) & (base > 0)
    units = percent_units(np.where(known, count, 0), np.where(known, base, 1), PLACES)
    found: list[int] = np.where(known, units, UNKNOWN).tolist()
    return found


def precinct_names(rows: PrecinctRows, language: str) -> list[str]:
    """The names of the precincts, row by row."""
    return rows.names.in_language(language).split(PARTED) if len(rows) else []


def html_rows(voice: Voice, rows: PrecinctRows, names: Sequence[str], columns: Sequence[int]) -> list[str]:
    """Each row as `<tr>…</tr>`: name, code, state, relations broken, turnout, then figures of the columns.

    A row with findings has its code for an id, so that it can be led to.
    """
    figure, share = figures_in(voice.language).__getitem__, percents_in(voice.language).__getitem__
    codes, texts = rows.codes.split(PARTED), [escaped(text) for text in rows.texts]
    flagged = (rows.flags != NO_FLAG).tolist()
    marks = [f' id="{code}"' if flag else "" for code, flag in zip(codes, flagged, strict=True)]
    shown = escaped(PARTED.join(names)).split(PARTED)
    return [
        f'<tr{mark}><th scope="row">{name}</th><td>{code}{CELL}{state}{CELL}{texts[broken]}{CELL}'
        f"{share(turnout)}{CELL}{CELL.join(map(figure, figures))}</td></tr>"
        for mark, name, code, state, broken, turnout, figures in zip(
            marks, shown, codes, _states(voice, rows), rows.broken.tolist(), turnout_units(rows),
            rows.figures[:, columns].tolist(), strict=True,
        )
    ]  # fmt: skip


def _states(voice: Voice, rows: PrecinctRows) -> list[str]:
    """What became of each protocol, with the number of its version where that is a later one."""
    words: dict[tuple[int, int], str] = {}
    keys = list(zip(rows.states.tolist(), rows.versions.tolist(), strict=True))
    for key in set(keys):
        words[key] = _state(voice, STATES[key[0]], key[1])
    return [words[key] for key in keys]


def _state(voice: Voice, state: str, version: int) -> str:
    section = "stage" if state == "cancelled" else "protocol"
    said = escaped(voice.said(section, state))
    tone = "bad" if state == "cancelled" else TONES.get(state, "")
    if tone not in ("", "good"):
        said = f'<span class="tag {tone}">{said}</span>'
    if version > 1:
        said += f" {escaped(voice.said('precincts', 'version', n=voice.number(version)))}"
    return said


@dataclass(frozen=True, slots=True)
class CsvRows:
    """Rows of a CSV but for the names, which differ between languages: what stands before and after them."""

    before: str
    codes: Sequence[str]
    after: Sequence[str]

    def under(self, header: bytes, names: Sequence[str]) -> bytes:
        """The rows with names, beneath a header."""
        if not QUOTED.isdisjoint("".join(names)):
            names = [quoted(name) for name in names]
        named = zip(self.codes, names, self.after, strict=True)
        return header + "".join(f"{self.before}{code},{name},{rest}" for code, name, rest in named).encode()


def csv_rows(rows: PrecinctRows, lines: Sequence[str]) -> CsvRows:
    """All figures of every row, in the order of the columns; a missing one is an empty cell."""
    plain, share = (
        Worded(str, MISSING, ""),
        Worded(lambda units: percent_of_units(units, PLACES), UNKNOWN, ""),
    )
    figure, measure = plain.__getitem__, Worded(str, UNKNOWN, "").__getitem__
    named = [column.tolist() for name, column in rows.measures.items() if name not in lines]
    versions = [str(version) if version else "" for version in rows.versions.tolist()]
    moments = ["", *(at.isoformat() for at in rows.moments[1:])]
    texts = [quoted(text) for text in rows.texts]
    after = [
        f"{expected},{version},{STATES[state]},{moments[received]},{texts[broken]},{share[turnout]},"
        f"{','.join(map(measure, measures))},{','.join(map(figure, figures))}\r\n"
        for expected, version, state, received, broken, turnout, measures, figures in zip(
            rows.expected.astype(int).tolist(), versions, rows.states.tolist(), rows.received.tolist(),
            rows.broken.tolist(), turnout_units(rows), zip(*named, strict=True), rows.figures.tolist(),
            strict=True,
        )
    ]  # fmt: skip
    return CsvRows(f"{quoted(rows.contest)},", rows.codes.split(PARTED), after)


def quoted(text: str) -> str:
    """A text as a cell of a CSV."""
    return text if QUOTED.isdisjoint(text) else f'''"{text.replace('"', '""')}"'''
