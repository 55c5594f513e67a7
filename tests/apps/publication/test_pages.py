"""What stands on a page: figures as the language writes them, what is known and what is not, escaped."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest

from dauys.apps.publication.actions import publish
from tests.apps.publication.books import AT, LOCAL, SHA256, Protocol, Seat, book, candidate, seat, small_seats
from tests.apps.publication.site import Page, page
from tests.cast import ELECTION, contest

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
    assert "Leading so far: Үміткер U1 1" in text
    assert "Elected" not in text
    assert "The outcome can still change" in text
    assert "Fewest further votes that could change the outcome: 100." in text
    assert "Votes still out: at most 3,000." in text


def test_complete_contest_is_not_elected_before_it_is_established(tmp_path: Path) -> None:
    site = published(tmp_path, seat("U1", 2, [Protocol(votes=(60, 40))]))
    text = shown(site, "U1").text
    assert "Leading so far: Үміткер U1 1" in text
    assert "Waiting for the election commission to establish the result." in text
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
            ["The poll was cancelled on 26 July 2021, 00:30 (UTC+5). Basis: Су тасқыны."],
        ),
        (seat("U1", 0, [Protocol(votes=())]), ["Not decided", "No candidate is registered."]),
        (
            seat("U1", 2, [Protocol(votes=(60, 40))], state="reopened"),
            ["Leading so far: Үміткер U1 1", "The established result is being looked at again"],
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
    assert "Leading so far: Үміткер U1 2" in text
    assert "Auyl — withdrawn" in text
    assert "Үміткер U1 2: 30.00%" in shown(site, "D1").text


def test_votes_stand_in_order_with_share_and_bar(tmp_path: Path) -> None:
    html = shown(published(tmp_path, seat("U1", 3, [Protocol(votes=(20, 50, 30), against=5)])), "U1").html
    order = [html.index(f'<th scope="row">Үміткер U1 {number}') for number in (2, 3, 1)]
    assert order == sorted(order)
    assert 'width="55.0%"' in html
    assert 'width="33.0%"' in html
    assert "50 · 47.62%" in html
    assert 'width="5.5%"' in html  # those against all have a bar too, the last one
    assert re.findall(r'class="name" y="\d+">([^<]*)<', html)[-1].startswith("Ballots marked")
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
    assert (terms["nom_ext"], terms["pub_tec"], terms["call_early"]) == ("not_arisen", "overdue", "unknown")
    assert (terms["call"], terms["election_day"]) == ("passed", "passed")


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
        html = shown(site, "D1", language).html.partition('id="units"')[2]
        assert sorted(order, key=lambda one: html.index(f">{one}</a>")) == order


def test_matrix_spreads_votes_over_units(site: Path) -> None:
    here = shown(site, "U1/results")
    assert here.record["units"] == [
        {"unit": "U1.1", "votes": [200, 100], "against_all": 5, "invalid": 3, "participated": 305},
        {"unit": "U1.2", "votes": [None, None], "against_all": None, "invalid": None, "participated": None},
    ]
    assert "Үміткер U1 2 Against all Invalid Took part" in here.text
    assert "Total: U1 en 200 100 5 3 305" in here.text
    table = (site / f"en/{ELECTION}/U1/results/table.csv").read_text(encoding="utf-8").splitlines()
    assert table[0].endswith("#1,votes:" + contest("U1") + "#2,against_all,invalid,participated")
    assert table[1:] == ["U1.1,U1.1 en,200,100,5,3,305", "U1.2,U1.2 en,,,,,"]
    assert not (site / f"en/{ELECTION}/U2/results").exists()


def test_cancelled_poll_without_a_protocol_has_no_page_of_votes_and_none_of_turnout(tmp_path: Path) -> None:
    site = published(tmp_path, seat("U1", 2, [Protocol(), Protocol()], state="cancelled"))
    folders = {path.name for path in (site / f"en/{ELECTION}/U1").iterdir() if path.is_dir()}
    assert "candidates" in folders
    assert folders.isdisjoint({"results", "turnout"})


def test_matrix_keeps_the_order_of_the_ballot_and_leaves_out_who_was_never_on_it(tmp_path: Path) -> None:
    nominated = (
        candidate("U1", 10, "Тінәлі"),
        candidate("U1", 2, "Бердібек", status="withdrawn"),
        candidate("U1", 11, "Шәкен", status="refused", registered_on=None),
        candidate("U1", 1, "Асқар"),
    )
    people = tuple(replace(one, position=place) for place, one in enumerate(nominated))
    votes = [Protocol(votes=(7, 0, 0, 7)), Protocol(votes=(1, 0, 0, 1))]
    site = published(tmp_path, Seat("U1", people, tuple(votes)))
    here = shown(site, "U1/results")
    assert "stand in the order of the ballot" in here.text
    assert "Precinct 1. Асқар 2. Бердібек 10. Тінәлі Against all" in here.text
    assert [row["votes"] for row in here.record["units"]] == [[7, 0, 7], [1, 0, 1]]
    contest_page = shown(site, "U1")
    assert "1 Асқар Auyl 8 50.00% 10 Тінәлі self-nominated 8 50.00%" in contest_page.text
    assert "Шәкен" not in contest_page.text
    listed = shown(site, "U1/candidates").record["candidates"]
    assert [one["number"] for one in listed] == ["1", "2", "10", "11"]


def test_relation_of_several_comparisons_shows_each_with_both_sides(tmp_path: Path) -> None:
    wrong = {"voters_outside": 9, "home_applications": 4}
    site = published(tmp_path, seat("U1", 2, [Protocol(votes=(200, 100), wrong=wrong, state="kept_out")]))
    here = shown(site, "U1.1")
    assert "0 ≤ 300 ✓ holds and 9 ≤ 4 ✗ broken ✗ broken (error)" in here.text
    assert "0 < 6 ✓ holds or 0 < 15 ✓ holds ✓ holds" in here.text
    found = {one["code"]: one for one in here.record["protocol"]["findings"]}
    assert (found["P-08"]["left"], found["P-08"]["right"], found["P-08"]["join"]) == (9, 4, "all")
    assert found["P-08"]["comparisons"] == [
        {"holds": True, "left": 0, "op": "<=", "right": 300},
        {"holds": False, "left": 9, "op": "<=", "right": 4},
    ]
    assert "comparisons" not in found["P-05"]


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


def test_day_of_the_call_is_shown_although_its_term_is_not_known(site: Path) -> None:
    for language, day in (("kk", "2021 жылғы 25 маусым"), ("ru", "25 июня 2021"), ("en", "25 June 2021")):
        rows = shown(site, "D1/calendar", language).html.split("<tr>")
        (row,) = (row for row in rows if "D-01." in row)
        assert row.replace("\u00a0", " ").startswith(f'<td class="all">{day}')


def test_plan_beyond_its_edition_says_so_and_others_do_not(site: Path, tmp_path: Path) -> None:
    here = book()
    assert "not in force" not in shown(site, "D1/calendar").text
    late = replace(here.election, election_day=dt.date(2023, 1, 15))
    publish(replace(here, election=late), tmp_path, at=AT)
    text = shown(tmp_path, "D1/calendar").text
    assert "up to, not including, 1 January 2023. On days of this plan from 15 January 2023 to 15" in text


def test_sum_of_plans_says_by_how_many_and_a_single_one_on_which_evidence(tmp_path: Path) -> None:
    at = dt.datetime(2021, 7, 1, 12, tzinfo=LOCAL)
    here = book(done={"pub_tec": at})
    row = next(row for row in here.plan("D1") if row.term.code == "pub_tec")
    some = replace(row, done_at=None, evidence="", done_by=170, plans=176, elsewhen=2, state="overdue")
    one = replace(row, done_by=1, plans=1)
    publish(replace(here, plans={"KZ": [some], "R1": [one], "D1": [row]}), tmp_path, at=AT)
    texts = {code: shown(tmp_path, f"{code}/calendar").text for code in ("KZ", "R1", "D1")}
    assert "overdue Done by commissions: 170 of 176" in texts["KZ"]
    assert "Commissions with another term: 2" in texts["KZ"]
    assert "Evidence" not in texts["KZ"]
    assert "Done by commissions: 1 of 1 Done: 1 July 2021, 12:00 Evidence: № 7" in texts["R1"]
    assert "by commissions" not in texts["D1"]
    assert "Evidence: № 7" in texts["D1"]
