"""Names in the reader's language: values and sources of cited figures, parties, what an election is."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import fastjsonschema
import pytest

from dauys.apps.publication.actions import publish
from dauys.apps.publication.pages.catalogue import words
from dauys.apps.publication.pages.fronts import site_pages, summary
from dauys.apps.publication.pages.reading import Reading
from dauys.apps.publication.pages.voice import Voice, banner_of
from dauys.apps.results.queries import Book
from dauys.core.norms.records import Words
from tests.apps.publication.books import AT, Protocol, book, seat
from tests.apps.publication.campaign import PARTIES
from tests.apps.publication.site import Page, page
from tests.cast import ELECTION

HARD = "\u00a0"  # a space at which no line breaks
NOTE = Words(kk="Бұл – жаттығу.", ru="Это учебные выборы.", en="This is a rehearsal.")
LANGUAGES = ("kk", "ru", "en")


def shown(site: Path, folder: str, language: str) -> Page:
    """A page of the election."""
    return page(site, f"{language}/{ELECTION}/{folder}")


def named(found: Book, *, sample: bool = True) -> Book:
    """The book with its party named and a note."""
    return replace(found, parties=PARTIES, election=replace(found.election, note=NOTE, sample=sample))


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on which everything has its names."""
    folder = tmp_path_factory.mktemp("spoken")
    publish(named(book()), folder, at=AT)
    return folder


@pytest.mark.parametrize(
    ("language", "number", "percent", "day"),
    [
        ("kk", "\u202f209\u202f817", "79,10%", "2021 жылғы 25 маусым"),
        ("ru", "\u202f209\u202f817", "79,10 %", "25 июня 2021 года"),
        ("en", ",209,817", "79.10%", "25 June 2021"),
    ],
)
def test_values_are_written_as_the_language_does(
    site: Path, language: str, number: str, percent: str, day: str
) -> None:
    here = shown(site, "sources", language)
    text = here.text.replace(HARD, " ")
    assert f"≈ 1{number}" in here.html
    for said in (percent, day, "10:00, 20:00", "7 (шамамен)"):
        assert said in text
    assert {"kk": "өзіміз есептедік", "ru": "посчитали сами", "en": "worked out by us"}[language] in text


def test_values_stay_as_programs_write_them_in_json_and_csv(site: Path) -> None:
    here = shown(site, "sources", "ru")
    figures = here.record["figures"]
    assert [one["value"] for one in figures] == ["1209817", "79.10", "2021-06-25", "10,20", "", "7 (шамамен)"]
    assert (figures[0]["unit"], figures[0]["code"], figures[0]["rounded"]) == ("R1", "voters", True)
    assert figures[4]["said"]["en"] == "worked out by us"
    rows = (site / f"ru/{ELECTION}/sources/table.csv").read_bytes().decode().splitlines()
    assert rows[1].startswith(
        "Избиратели в списках,1209817,inform.kz a3815965; caravan.kz,True,number,voters"
    )


def test_sources_have_names_in_the_language_and_titles_in_their_own(site: Path) -> None:
    here = shown(site, "sources", "kk")
    assert "R1 kk" in here.text
    assert '<cite lang="en">2,297 candidates registered</cite>' in here.html
    assert "«ҚазАқпарат»: 2,297 candidates registered (inform.kz a3815965)" in here.text
    links = [href for href, _ in here.anchors if href.startswith("#source-")]
    assert links
    assert all(f'id="{href[1:]}"' in here.html for href in links)
    assert here.html.count('data-l="Дереккөзі"') == len(
        [one for one in here.record["figures"] if one["source"]]
    )
    valid = fastjsonschema.compile(json.loads((site / "schema/sources.json").read_bytes()))
    valid(here.record)


@pytest.mark.parametrize(
    ("language", "said"), [("kk", "біздің есебіміз"), ("ru", "наш расчет"), ("en", "our reckoning")]
)
def test_what_is_ours_is_neither_real_nor_sample_and_a_kept_address_is_a_link(
    site: Path, language: str, said: str
) -> None:
    here = shown(site, "sources", language)
    assert here.html.count(f'<span class="tag plain">{said}</span>') == 1
    assert [(one["real"], one["ours"]) for one in here.record["figures"][-2:]] == [
        (False, True),
        (False, False),
    ]
    assert "https://example.org/a3815965" in [href for href, _ in here.anchors]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", ["U1", "U1.1", "U1/candidates", "D1", "KZ/candidates", "D1/commission"])
def test_party_is_called_as_in_the_language_on_every_page(spoken: Path, folder: str, language: str) -> None:
    here = shown(spoken, folder, language)
    for other in LANGUAGES:
        assert (PARTIES["Auyl"].in_language(other).replace("'", "&#x27;") in here.html) == (other == language)


def test_party_stays_as_given_in_json_and_csv(spoken: Path) -> None:
    record = shown(spoken, "U1", "kk").record
    assert [row["party"] for row in record["votes"]] == ["Auyl", None]
    assert shown(spoken, "D1", "kk").record["winners"][0]["party"] == "Auyl"
    assert ",Auyl," in (spoken / f"kk/{ELECTION}/U1/candidates/table.csv").read_bytes().decode()
    front = shown(spoken, "", "kk").record
    assert front["parties"] == [{"party": "Auyl", **PARTIES["Auyl"].model_dump()}]


def test_equal_parties_stand_in_the_order_of_the_language(tmp_path: Path) -> None:
    parties = {"A": Words(kk="Ұ", ru="«Я»", en="B"), "B": Words(kk="«Б»", ru="А", en="C")}
    seats = [seat(f"U{n}", 1, [Protocol(votes=(5,))], state="established") for n in (1, 2)]
    for one, party in zip(seats, parties, strict=True):
        object.__setattr__(one, "candidates", (replace(one.candidates[0], party=party),))
    publish(replace(book(seats), parties=parties), tmp_path, at=AT)
    for language, order in (("kk", "«Б» 1 Ұ 1"), ("ru", "А 1 «Я» 1"), ("en", "B 1 C 1")):
        assert order in shown(tmp_path, "D1", language).text


def test_unknown_party_stands_as_given() -> None:
    voice = Voice(Reading(named(book())), "ru")
    assert (voice.party("Auyl"), voice.party("Жаңа"), voice.party("")) == ("«Ауыл» народная", "Жаңа", "")


@pytest.mark.parametrize(
    "folder", ["", "KZ", "U1", "U1.1", "D1/calendar", "U1/candidates", "sources", "law", "find"]
)
def test_note_of_a_sample_stands_on_every_page(spoken: Path, folder: str) -> None:
    for language, said in (("kk", "Үлгі. "), ("ru", "Образец. "), ("en", "Sample. ")):
        assert said + NOTE.in_language(language) in shown(spoken, folder, language).text


def test_note_stands_beside_the_election_in_the_lists(spoken: Path, site: Path) -> None:
    for language in LANGUAGES:
        assert NOTE.in_language(language) in page(spoken, language).text
        assert NOTE.in_language(language) in page(spoken, "").text
    assert page(spoken, "ru").record["elections"][0]["note"] == NOTE.model_dump()
    assert "note" not in page(site, "ru").record["elections"][0]


def test_note_of_an_election_that_is_no_sample_says_nothing_of_samples(tmp_path: Path) -> None:
    publish(named(book(), sample=False), tmp_path, at=AT)
    here = shown(tmp_path, "U1", "en")
    assert NOTE.en in here.text
    assert "Sample" not in here.text
    assert 'class="note"' in here.html
    assert 'class="sample"' not in here.html


def test_rehearsal_stands_after_the_elections_that_took_place(tmp_path: Path) -> None:
    """Though its day is later, a sample that says what of it is invented comes last."""
    later = replace(named(book()).election, id="kz-akim-2021-10-24", election_day=dt.date(2021, 10, 24))
    pages = [summary(Reading(one)) for one in (replace(book(), election=later), book())]
    listed = next(leaf for leaf in site_pages(pages) if leaf.folder == "en/")
    record = json.loads(dict(listed.files)["index.json"])
    assert [one["election"] for one in record["elections"]] == [ELECTION, "kz-akim-2021-10-24"]


def test_banner_is_that_of_the_console(tmp_path: Path) -> None:
    """A sample that cites figures says that its totals are real, on its pages and on the console."""
    assert "totals are real" in banner_of(book(), words("en")["site"], "en")
    plain = replace(book(), figures=())
    assert banner_of(plain, words("en")["site"], "en").startswith("Sample. The people and figures")
    assert banner_of(named(plain, sample=False), words("ru")["site"], "ru") == NOTE.ru


def test_only_read_winners_make_a_way_unattributed(tmp_path: Path) -> None:
    seats = [seat("U1", 2, [Protocol(votes=(1, 9))], state="established")]
    plain = book(seats)
    publish(plain, tmp_path / "plain", at=AT)
    read = replace(plain, figures=(replace(plain.figures[0], code="winners:Auyl"),))
    publish(read, tmp_path / "read", at=AT)
    assert "self-nominated 1" in shown(tmp_path / "plain", "D1", "en").text
    assert "party not attributed in the source 1" in shown(tmp_path / "read", "D1", "en").text
