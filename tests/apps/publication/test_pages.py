"""What stands on a page: figures as the language writes them, what is known and what is not, escaped."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dauys.apps.publication.actions import publish
from tests.apps.publication.books import AT, LOCAL, SHA256, Protocol, Seat, book, candidate, seat, small_seats
from tests.apps.publication.site import Page, page
from tests.cast import ELECTION

THIN = "\u202f"
HARD = "\u00a0"


def published(folder: Path, *seats: Seat, **more: object) -> Path:
    """A site of these contests."""
    publish(book(list(seats) or None, **more), folder, at=AT)  # type: ignore[arg-type]
    return folder


def shown(site: Path, code: str, language: str = "en") -> Page:
    """A page of the election."""
    return page(site, f"{language}/{ELECTION}/{code}")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("kk", ["Келіп түскен хаттамалар 2 / 4", "58,29%", "Алдын ала нәтиже", "2021 жылғы 26 шілде, 00:30"]),
        ("ru", ["Поступило протоколов 2 из 4", "58,29 %", "Предварительный результат", "26 июля 2021 года"]),
        ("en", ["Protocols received 2 of 4", "58.29%", "Preliminary result", "26 July 2021, 00:30 (UTC+5)"]),
    ],
)  # fmt: skip
def test_country_page_speaks_its_language(site: Path, language: str, said: list[str]) -> None:
    text = shown(site, "KZ", language).text
    assert [words for words in said if words not in text] == []
    assert {"kk": "KZ ru", "ru": "KZ en", "en": "KZ kk"}[language] not in text


def test_thousands_are_set_apart_by_language(tmp_path: Path) -> None:
    site = published(tmp_path, seat("U1", 2, [Protocol(voters=12500, votes=(1200, 1034))]))
    for language, figure in (("kk", f"12{THIN}500"), ("ru", f"12{THIN}500"), ("en", "12,500")):
        assert figure in shown(site, "U1", language).html


def test_sample_is_said_on_every_page_of_a_sample(site: Path, tmp_path: Path) -> None:
    for folder in ("KZ", "U1", "U1.1", "law", "D1/calendar", "U1/candidates"):
        assert "Sample: the published totals are real; people" in shown(site, folder).text
    invented = published(tmp_path / "invented", bare=True)
    assert "Sample. The people and figures on this page are invented." in shown(invented, "KZ").text
    real = published(tmp_path / "real", sample=False)
    assert "Sample" not in shown(real, "KZ").text


def test_contest_under_way_leads_and_is_not_elected(site: Path) -> None:
    text = shown(site, "U1").text
    assert "Most votes: Үміткер U1 1" in text
    assert "Elected" not in text
    assert "The outcome can still change" in text
    assert "Fewest further votes that could change the outcome: 100." in text
    assert "Votes still out: at most 3,000." in text


def test_complete_contest_is_not_elected_before_it_is_established(tmp_path: Path) -> None:
    site = published(tmp_path, seat("U1", 2, [Protocol(votes=(60, 40))]))
    text = shown(site, "U1").text
    assert "Most votes: Үміткер U1 1" in text
    assert "The election commission establishes the result." in text
    assert "Elected" not in text
    assert "Elected" not in shown(site, "D1").text


def test_established_contest_names_who_is_elected(site: Path) -> None:
    text = shown(site, "U2", "kk").text
    assert "Сайланды: Үміткер U2 1" in text
    assert "Түпкілікті нәтиже" in text
    assert "Сайланды: Үміткер U2 1" in shown(site, "D1", "kk").text


@pytest.mark.parametrize(
    ("contest", "said"),
    [
        (
            seat("U1", 2, [Protocol(votes=(50, 50))], state="established"),
            ["Repeat election", "the same highest number of votes: Үміткер U1 1, Үміткер U1 2"],
        ),
        (
            seat("U1", 2, [Protocol(votes=(30, 20), against=60)], state="established"),
            ["Not decided", "“Against all” has the most votes."],
        ),
        (
            seat("U1", 2, [Protocol()], state="cancelled", cancelled_for="Су тасқыны"),
            ["The poll was cancelled", "Reason: Су тасқыны"],
        ),
        (seat("U1", 0, [Protocol(votes=())]), ["Not decided", "No candidate is registered."]),
        (
            seat("U1", 2, [Protocol(votes=(60, 40))], state="reopened"),
            ["Most votes: Үміткер U1 1", "The established result is being looked at again"],
        ),
    ],
)  # fmt: skip
def test_outcome_has_its_name_and_its_reason(tmp_path: Path, contest: Seat, said: list[str]) -> None:
    text = shown(published(tmp_path, contest), "U1").text
    assert [words for words in said if words not in text] == []
    assert "Elected" not in text


def test_withdrawn_candidate_never_leads(tmp_path: Path) -> None:
    people = (candidate("U1", 1, status="withdrawn"), candidate("U1", 2))
    site = published(tmp_path, Seat("U1", people, (Protocol(votes=(70, 30)),)))
    text = shown(site, "U1").text
    assert "Most votes: Үміткер U1 2" in text
    assert "Auyl — withdrawn" in text
    assert "Үміткер U1 2: 30.00%" in shown(site, "D1").text


def test_votes_stand_in_order_with_share_and_bar(tmp_path: Path) -> None:
    html = shown(published(tmp_path, seat("U1", 3, [Protocol(votes=(20, 50, 30), against=5)])), "U1").html
    order = [html.index(f'<th scope="row">Үміткер U1 {number}') for number in (2, 3, 1)]
    assert order == sorted(order)
    assert 'width="55.0%"' in html
    assert 'width="33.0%"' in html
    assert "50 · 47.62%" in html
    assert 'role="img" aria-labelledby="chart"' in html


def test_precinct_shows_every_relation_with_both_sides(site: Path) -> None:
    here = shown(site, "U1.1")
    relations = [one["code"] for one in here.record["protocol"]["findings"]]
    assert len(relations) == 15
    for code in relations:
        assert f">{code}</th>" in here.html
    assert "308 ≤ 500" in here.text
    assert "✓ holds" in here.text


def test_broken_relation_is_told_by_word_and_sign(tmp_path: Path) -> None:
    wrong = Protocol(votes=(200, 100), wrong={"stationary_ballots": 310}, state="kept_out")
    here = shown(published(tmp_path, seat("U1", 2, [wrong])), "U1.1")
    assert "310 = 300" in here.text
    assert "✗ broken (error)" in here.text
    assert "This protocol is kept out of the totals" in here.text
    assert here.record["participated"] is None
    assert here.record["protocol"]["lines"]["stationary_ballots"] == 310
    assert "Protocols kept out of the totals 1" in shown(tmp_path, "U1").text


def test_protocol_that_has_not_come_is_said_and_shows_no_figures(site: Path) -> None:
    here = shown(site, "U1.2")
    assert "The protocol of this precinct has not been received yet." in here.text
    assert "Election called: 25 June 2021" in here.text
    assert here.record["protocol"] is None
    assert "<table" not in here.html


def test_versions_have_reason_time_and_digest(site: Path) -> None:
    here = shown(site, "U2.1")
    assert "superseded by a later version" in here.text
    assert "Қайта саналды" in here.text
    assert "25 July 2021, 22:15 (UTC+5)" in here.text
    assert here.html.count(SHA256) == 2


def test_hostile_names_are_words_and_nothing_else(tmp_path: Path) -> None:
    hostile = "<script>alert('1')</script> \"><img src=x onerror=alert(1)> & {{ 7*7 }}"
    people = (candidate("U1", 1, hostile, party=hostile), candidate("U1", 2))
    contest = Seat("U1", people, (Protocol(votes=(60, 40)), Protocol()))
    site = published(tmp_path, contest)
    for folder in ("U1", "U1.1", "U1/candidates", "U1/results", "D1", "KZ"):
        for language in ("kk", "ru", "en"):
            here = shown(site, folder, language)
            assert "<script" not in here.html
            assert "<img" not in here.html
            assert "img" not in here.tags
    assert hostile in " ".join(shown(site, "U1").words)
    assert shown(site, "U1").record["votes"][0]["name"] == hostile


def test_calendar_tells_due_done_and_what_is_not_from_the_law(tmp_path: Path) -> None:
    done = {"pub_tec": dt.datetime(2021, 6, 29, 12, 0, tzinfo=LOCAL)}
    text = shown(published(tmp_path, done=done), "D1/calendar").text
    assert "State shown as of 26 July 2021, 01:00 (UTC+5)." in text
    assert "D-05. Publish the composition" in text
    assert "Done: 29 June 2021, 12:00" in text
    assert "Evidence: № 7" in text
    assert "by 9 July 2021, 18:00" in text
    assert "default, not from the law" in text
    assert "25 July 2021, 07:00–20:00" in text
    assert "set after the event" in text
    assert "Figures as of 29 June 2021, 12:00 (UTC+5)" in text


def test_condition_that_did_not_arise_is_not_overdue(site: Path) -> None:
    terms = {term["code"]: term["state"] for term in shown(site, "D1/calendar").record["terms"]}
    assert (terms["nom_ext"], terms["pub_tec"], terms["election_day"]) == ("passed", "overdue", "unknown")


def test_law_page_names_edition_digest_sources_and_gaps(site: Path) -> None:
    here = shown(site, "law", "ru")
    record = here.record["law"]
    assert record["digest"] in here.text
    assert "kz/akim/2021" in here.text
    assert "Что не прочитано или не найдено" in here.text
    assert "с 24 мая 2021 года до 1 января 2023 года, не включая этот день" in here.text.replace(HARD, " ")
    for folder in ("KZ", "U1", "U1.1", "D1/calendar"):
        assert here.path in {
            one.target(href) for one in [shown(site, folder, "ru")] for href, _ in one.anchors
        }


def test_long_tables_are_cut_into_parts_that_know_each_other(tmp_path: Path) -> None:
    site = published(tmp_path, seat("U1", 2, [Protocol(votes=(3, 2))] * 130))
    first, second = shown(site, "U1"), shown(site, "U1/page/2")
    assert "Rows 1–80 of 130" in first.text
    assert "Rows 81–130 of 130" in second.text
    assert '<link rel="next" href="page/2/">' in first.html
    assert '<link rel="prev" href="../../">' in second.html
    assert "U1.130 en" in second.text
    assert "U1.130 en" not in first.text
    assert second.record["page"]["part"] == {"number": 2, "of": 2}
    rows = (site / f"en/{ELECTION}/U1/table.csv").read_bytes().decode().splitlines()
    assert len(rows) == 131


def test_areas_stand_in_the_order_of_the_language(tmp_path: Path) -> None:
    from dauys.core.norms.records import Words

    kazakh = {"U1": "Қызан", "U2": "Кемер", "U3": "Ақтам"}
    russian = {"U1": "Кызан", "U2": "Ёлкино", "U3": "Ежово"}

    def name(code: str) -> Words:
        return Words(kk=kazakh.get(code, code), ru=russian.get(code, code), en=code)

    site = published(tmp_path, *small_seats(), name=name)
    for language, order in (("kk", ["Ақтам", "Кемер", "Қызан"]), ("ru", ["Ежово", "Ёлкино", "Кызан"])):
        html = shown(site, "D1", language).html
        assert sorted(order, key=lambda one: html.index(f">{one}</a>")) == order


def test_matrix_spreads_votes_over_units(site: Path) -> None:
    here = shown(site, "U1/results")
    assert here.record["units"] == [
        {"unit": "U1.1", "votes": [200, 100]},
        {"unit": "U1.2", "votes": [None, None]},
    ]
    assert "Total: U1 en 200 100" in here.text
    assert not (site / f"en/{ELECTION}/U2/results").exists()


def test_candidates_stand_as_on_the_ballot(site: Path) -> None:
    here = shown(site, "U3/candidates", "ru")
    assert [one["number"] for one in here.record["candidates"]] == ["1", "2", "3"]
    assert "Auyl мужской 1971 зарегистрирован" in here.text
    assert "самовыдвижение женский 1972" in here.text


def test_title_tells_pages_apart_and_repeats_nothing(site: Path) -> None:
    def title(folder: str) -> str:
        return shown(site, folder).html.partition("<title>")[2].partition("</title>")[0].replace(HARD, " ")

    assert title("") == "Election of 25 July 2021"
    assert title("U1.1") == "U1.1 en — U1 en — Election of 25 July 2021"
    assert title("D1/calendar") == "Calendar plan — D1 en — Election of 25 July 2021"
    assert title("law") == "About these figures and the law — Election of 25 July 2021"


def test_front_names_elections_of_all_languages(site: Path) -> None:
    text = page(site, "").text
    for words in (
        "Қазақша",
        "Русский",
        "English",
        "2021 жылғы 25 шілде",
        "25 июля 2021 года",
        "25 July 2021",
    ):
        assert words in text.replace(HARD, " ")
    assert "sample" in page(site, "en").text
