"""Every law pack: no faults, codes that keep one meaning, sentences in three different languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from dauys.core.conformity import check_pack
from dauys.core.norms import Control, Grade, Outcome, Pack, Words, law_ids, load_pack

AKIM_LINES = (
    "voters_on_list",
    "ballots_received",
    "voters_issued",
    "ballots_cancelled",
    "absentee_certificates_issued",
    "voters_by_absentee",
    "home_applications",
    "portable_ballots",
    "stationary_ballots",
    "voters_outside",
    "participated",
    "against_all",
    "invalid",
)
GEORGIAN_LINES = (
    "voters_on_list",
    "special_voters",
    "turnout_12",
    "turnout_17",
    "ballots_signed_for",
    "ballots_received",
    "invalid",
)
CALENDAR = [
    "call",
    "election_day",
    "call_early",
    "msg_day",
    "pub_tec",
    "pub_district",
    "party_delegate",
    "pub_pec",
    "pub_precincts",
    "nom_start",
    "nom_end",
    "nom_ext",
    "check_req",
    "sign_submit",
    "sign_verify",
    "reg_end",
    "reg_msg",
    "special_check",
    "tax_check",
    "reg_appeal",
    "media_prices",
    "camp_start",
    "list_handover",
    "list_display",
    "list_display_special",
    "absentee_start",
    "notify_vote",
    "early_close_list",
    "poll_ban",
    "foreign_obs",
    "ballots_first",
    "ballots_last",
    "withdraw_end",
    "camp_end",
    "absentee_end",
    "pec_open",
    "vote",
    "home_req",
    "turnout",
    "count",
    "pec_protocol",
    "results",
    "results_msg",
    "register_akim",
    "invalid_appeal",
    "extend",
    "repeat",
    "general_appeal",
]
PACKS = law_ids()
AKIM_PACKS = [law for law in PACKS if law.startswith("kz/akim/")]
KAZAKH_ONLY = re.compile("[әғқңөұүһі]", re.IGNORECASE)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
MIXED_WORD = re.compile(r"\b(?=\w*[a-zA-Z])(?=\w*[а-яёәғқңөұүһі])\w+\b", re.IGNORECASE)
# "City of regional significance" is another, higher kind of unit: a known trap of translation.
WRONG_CITY = re.compile("regional significance|областного значения|облыстық маңызы", re.IGNORECASE)


def _sentences(record: Any, place: str) -> Iterator[tuple[str, Words]]:
    """Every sentence inside a record, with where it stands."""
    if isinstance(record, Words):
        yield place, record
    elif isinstance(record, tuple):
        for number, one in enumerate(record):
            yield from _sentences(one, f"{place}/{getattr(one, 'code', number)}")
    elif hasattr(record, "model_fields_set"):
        for name in type(record).model_fields:
            yield from _sentences(getattr(record, name), f"{place}.{name}")


def _all_sentences(pack: Pack) -> list[tuple[str, Words]]:
    parts = (pack.act, pack.deadlines, pack.protocol, pack.outcome, pack.controls, pack.bodies, pack.settings)
    return [found for part in parts for found in _sentences(part, pack.id)]


def _meanings(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every numbered record of a pack and what it is about."""
    for deadline in pack.deadlines:
        yield deadline.number, f"{deadline.code}: {deadline.activity.en}"
    for line in pack.protocol.line:
        yield line.number, f"{line.code}: {line.label.en}"
    for relation in pack.protocol.relation:
        yield relation.code, relation.sentence.en
    rules: list[Outcome | Control] = [pack.outcome, *pack.controls]
    for rule in rules:
        yield rule.code, rule.sentence.en
    for body in pack.bodies:
        yield body.code, f"{body.level} {body.subject}"
    for setting in pack.settings:
        yield setting.code, setting.name


def test_laws_are_the_three_of_the_project() -> None:
    assert PACKS == ("ge/president/2013", "kz/akim/2021", "kz/akim/2023")


@pytest.mark.parametrize("law", PACKS)
def test_pack_has_no_fault(law: str) -> None:
    assert [str(fault) for fault in check_pack(law)] == []


@pytest.mark.parametrize("law", PACKS)
def test_code_stands_once_in_its_pack(law: str) -> None:
    codes = [code for code, _ in _meanings(load_pack(law))]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("country", sorted({law.split("/")[0] for law in PACKS}))
def test_code_keeps_one_meaning_in_a_country(country: str) -> None:
    told = defaultdict(set)
    for law in PACKS:
        if law.startswith(f"{country}/"):
            for code, meaning in _meanings(load_pack(law)):
                told[code].add(meaning)
    assert {code: meanings for code, meanings in told.items() if len(meanings) > 1} == {}


@pytest.mark.parametrize("law", PACKS)
def test_sentence_is_told_in_three_different_languages(law: str) -> None:
    wrong = []
    for place, words in _all_sentences(load_pack(law)):
        kk, ru, en = words.kk, words.ru, words.en
        if "" in (kk.strip(), ru.strip(), en.strip()) or len({kk, ru, en}) < 3:
            wrong.append(f"{place}: empty, or the same in two languages")
        if not CYRILLIC.search(kk) or not CYRILLIC.search(ru) or CYRILLIC.search(en):
            wrong.append(f"{place}: not the alphabet of the language")
        if KAZAKH_ONLY.search(ru):
            wrong.append(f"{place}: Kazakh letters in the Russian sentence")
        wrong += [f"{place}: two alphabets in “{word}”" for word in MIXED_WORD.findall(f"{kk} {ru}")]
    assert wrong == []


@pytest.mark.parametrize("law", PACKS)
def test_sentence_has_no_stray_space_and_names_the_right_city(law: str) -> None:
    wrong = [
        f"{place}: {text}"
        for place, words in _all_sentences(load_pack(law))
        for text in (words.kk, words.ru, words.en)
        if text != " ".join(text.split()) or WRONG_CITY.search(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("law", AKIM_PACKS)
def test_akim_calendar_has_every_term_in_order(law: str) -> None:
    deadlines = load_pack(law).deadlines
    assert [deadline.code for deadline in deadlines] == CALENDAR
    assert [deadline.number for deadline in deadlines] == [f"D-{n:02}" for n in range(1, len(CALENDAR) + 1)]


NAMED_LEVELS = {
    "Central Election Commission": "central",
    "territorial election commission": "district",  # of an akim: the one that runs the contest
    "Precinct election commission": "precinct",
}


@pytest.mark.parametrize("law", law_ids())
def test_term_is_owed_by_the_commissions_that_its_sentence_names(law: str) -> None:
    for deadline in load_pack(law).deadlines:
        said = deadline.responsible.en.casefold()
        named = tuple(level for words, level in NAMED_LEVELS.items() if words.casefold() in said)
        assert deadline.owed_by == named, deadline.code
        assert bool(named) == ("commission" in said), deadline.code


@pytest.mark.parametrize("law", AKIM_PACKS)
def test_akim_protocol_has_the_fixed_lines(law: str) -> None:
    lines = load_pack(law).protocol.line
    assert tuple(line.code for line in lines) == AKIM_LINES
    assert {line.code for line in lines if not line.required} == {
        "absentee_certificates_issued",
        "voters_by_absentee",
        "home_applications",
        "voters_outside",
    }


def test_georgian_protocol_has_the_fixed_lines() -> None:
    assert tuple(line.code for line in load_pack("ge/president/2013").protocol.line) == GEORGIAN_LINES


@pytest.mark.parametrize("law", PACKS)
def test_limit_of_ours_is_marked_as_a_default(law: str) -> None:
    """P-13 to P-18 rest on no article; P-09 and P-19 are limits of the law."""
    for relation in load_pack(law).protocol.relation:
        if relation.code in {f"P-{n}" for n in range(13, 19)}:
            assert relation.severity == "warning"
            assert (relation.grade, relation.article, relation.source) == (Grade.DER, "", "ours")


@pytest.mark.parametrize("law", AKIM_PACKS)
def test_relations_without_figures_are_named_and_not_faked(law: str) -> None:
    pack = load_pack(law)
    waiting = {"P-01", "P-10", "P-11", "P-12"}
    assert waiting.isdisjoint(relation.code for relation in pack.protocol.relation)
    assert any(all(code in words.en for code in waiting) for words in pack.act.unread)


@pytest.mark.parametrize("law", AKIM_PACKS)
def test_setting_says_what_the_calendar_counts(law: str) -> None:
    pack = load_pack(law)
    assert pack.setting("nomination_full_days").value == str(pack.deadline("nom_end").amount)
    assert pack.setting("registration_full_days").value == str(pack.deadline("reg_end").amount)
    vote, turnout = pack.deadline("vote"), pack.deadline("turnout")
    assert pack.setting("voting_hours").value == f"{vote.time:%H:%M}-{vote.until_time:%H:%M}"
    assert pack.setting("turnout_hours").value == ",".join(str(hour) for hour in turnout.hours)


@pytest.mark.parametrize("law", AKIM_PACKS)
def test_size_of_a_precinct_is_one_number_everywhere(law: str) -> None:
    pack = load_pack(law)
    largest = pack.protocol.measures.precinct_voters_max
    (body,) = [body for body in pack.bodies if body.subject == "precinct_voters_max"]
    assert (body.value, pack.relation("P-19").compare[0].right) == (str(largest), str(largest))


def test_edition_of_2021_has_no_figure_for_terms_that_were_not_read() -> None:
    pack = load_pack("kz/akim/2021")
    for code in ("call", "election_day", "call_early"):
        deadline = pack.deadline(code)
        assert (deadline.anchor, deadline.amount, deadline.grade) == ("UNREAD", 0, Grade.DER)
        assert deadline.note is not None


def test_days_read_from_a_date_of_2021_are_graded_so() -> None:
    older, newer = load_pack("kz/akim/2021"), load_pack("kz/akim/2023")
    for code, days in {"nom_end": (15, 25), "reg_end": (10, 20)}.items():
        assert (older.deadline(code).amount, newer.deadline(code).amount) == days
        assert (older.deadline(code).grade, newer.deadline(code).grade) == (Grade.DER, Grade.LAW)


def test_editions_of_the_akim_law_meet_without_a_gap() -> None:
    older, newer = load_pack("kz/akim/2021").act, load_pack("kz/akim/2023").act
    assert older.valid_to == newer.valid_from


def test_kazakhstan_counts_turnout_and_shares_differently_from_georgia() -> None:
    akim, georgia = (load_pack(law).protocol.measures for law in ("kz/akim/2021", "ge/president/2013"))
    assert (akim.turnout_count, akim.turnout_base, akim.participated) == (
        "voters_issued",
        "voters_on_list",
        "participated",
    )
    assert georgia.turnout_count == georgia.participated == "ballots_signed_for - invalid"
