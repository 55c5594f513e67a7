"""The rule of a term in words: sentences in three languages, from the record and the pack's own names."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dauys.core.norms import Deadline, Pack, Words, law_ids, load_pack
from dauys.core.timetable import rule_line, rule_words
from dauys.core.timetable.phrases import kazakh_suffixes
from tests.core.small_pack import ACT, DEADLINES, LAW, deadline, write

NAMES = {
    "the call": ("сайлау тағайындалған күн", "день назначения выборов", "the day the election is called"),
    "election day": ("сайлау күні", "день выборов", "election day"),
    "vacancy": ("өкілеттіктің тоқтатылуы", "прекращение полномочий", "end of powers"),
    "activity nom_end": ("Ұсынудың аяқталуы", "Окончание выдвижения", "Nomination ends"),
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The small law with the words that real laws use."""

    def real(text: str) -> str:
        for name, (kk, ru, en) in NAMES.items():
            text = (
                text.replace(f"{name} (kk)", kk).replace(f"{name} (ru)", ru).replace(f'"{name}"', f'"{en}"')
            )
        return text

    return load_pack(LAW, write(tmp_path_factory.mktemp("laws"), act=real(ACT), deadlines=real(DEADLINES)))


def record(**rule: object) -> Deadline:
    words = {"kk": "a", "ru": "a", "en": "a"}
    head = {"code": "new", "number": "D-10", "grade": "LAW", "activity": words, "responsible": words}
    head["owed_by"] = []
    return Deadline.model_validate({**head, "anchor": "E", "count": "on", **rule})


FULL = {"kind": "moment", "count": "full_days_before", "amount": 15, "time": dt.time(18)}


@pytest.mark.parametrize(
    ("rule", "line", "kk", "ru", "en"),
    [
        (
            FULL,
            "15 full days before E, 18:00 local",
            "сайлау күніне дейін толық 15 күн қалғанда, жергілікті уақытпен 18:00",
            "за 15 полных дней до дня выборов, в 18:00 по местному времени",
            "15 full days before election day, at 18:00 local time",
        ),
        (
            {**FULL, "kind": "limit", "amount": 21},
            "not later than 21 full days before E, 18:00 local",
            "сайлау күніне дейін толық 21 күннен кешіктірмей, жергілікті уақытпен 18:00-ге дейін",
            "не позднее чем за 21 полный день до дня выборов, до 18:00 по местному времени",
            "not later than 21 full days before election day, by 18:00 local time",
        ),
        (
            {"kind": "limit", "anchor": "CALL", "count": "days_after", "amount": 10},
            "not later than 10 days after CALL",
            "сайлау тағайындалған күннен кейін 10 күннен кешіктірмей",
            "не позднее чем через 10 дней после дня назначения выборов",
            "not later than 10 days after the day the election is called",
        ),
        (
            {"kind": "limit", "anchor": "CALL", "count": "days_after", "amount": 0},
            "not later than CALL",
            "сайлау тағайындалған күннен кешіктірмей",
            "не позднее дня назначения выборов",
            "not later than the day the election is called",
        ),
        (
            {"kind": "limit", "anchor": "VAC", "count": "months_after", "amount": 2},
            "not later than 2 months after VAC",
            "«өкілеттіктің тоқтатылуы» оқиғасынан кейін 2 айдан кешіктірмей",
            "не позднее чем через 2 месяца после события «прекращение полномочий»",
            "not later than 2 months after the event “end of powers”",
        ),
        (
            {"kind": "limit", "anchor": "NOM_END", "count": "days_after", "amount": 3},
            "not later than 3 days after NOM_END",
            "«Ұсынудың аяқталуы» мерзімінен кейін 3 күннен кешіктірмей",
            "не позднее чем через 3 дня после срока «Окончание выдвижения»",
            "not later than 3 days after the term “Nomination ends”",
        ),
        (
            {"kind": "floor", "count": "days_before", "amount": 3},
            "not earlier than 3 days before E",
            "сайлау күніне дейін 3 күннен ерте емес",
            "не ранее чем за 3 дня до дня выборов",
            "not earlier than 3 days before election day",
        ),
        (
            {"kind": "floor", "time": dt.time(20)},
            "not earlier than E, 20:00 local",
            "сайлау күнінен ерте емес, жергілікті уақытпен 20:00-дан бастап",
            "не ранее дня выборов, с 20:00 по местному времени",
            "not earlier than election day, from 20:00 local time",
        ),
        (
            {"kind": "moment", "count": "days_before", "amount": 1, "time": dt.time(0)},
            "1 day before E, 00:00 local",
            "сайлау күніне дейін 1 күн қалғанда, жергілікті уақытпен 00:00",
            "за 1 день до дня выборов, в 00:00 по местному времени",
            "1 day before election day, at 00:00 local time",
        ),
        (
            {"kind": "range", "time": dt.time(7), "until_time": dt.time(20)},
            "on E, 07:00–20:00 local",
            "сайлау күні, жергілікті уақытпен 07:00–20:00",
            "в день выборов, 07:00–20:00 по местному времени",
            "on election day, 07:00–20:00 local time",
        ),
        (
            {"kind": "range", "time": dt.time(20), "lasts_hours": 12},
            "on E, 20:00 local, for 12 hours",
            "сайлау күні, жергілікті уақытпен 20:00-дан бастап, 12 сағат ішінде",
            "в день выборов, с 20:00 по местному времени, в течение 12 часов",
            "on election day, from 20:00 local time, within 12 hours",
        ),
        (
            {"kind": "range", "count": "days_before", "amount": 5, "until_anchor": "E"},
            "5 days before E, until E",
            "сайлау күніне дейін 5 күн қалғаннан бастап сайлау күнін қоса алғанға дейін",
            "начиная за 5 дней до дня выборов по день выборов включительно",
            "from 5 days before election day through election day",
        ),
        (
            {"kind": "range", "anchor": "CALL", "until_anchor": "NOM_END"},
            "on CALL, until NOM_END",
            "сайлау тағайындалған күннен бастап «Ұсынудың аяқталуы» мерзіміне дейін",
            "начиная со дня назначения выборов до срока «Окончание выдвижения»",
            "from the day the election is called until the term “Nomination ends”",
        ),
        (
            {"kind": "range", "anchor": "CALL", "until_anchor": "E", "until_time": dt.time(18, 30)},
            "on CALL, until E 18:30",
            (
                "сайлау тағайындалған күннен бастап сайлау күнін қоса алғанға дейін, "
                "жергілікті уақытпен 18:30-ға дейін"
            ),
            "начиная со дня назначения выборов по день выборов включительно, до 18:30 по местному времени",
            "from the day the election is called through election day, to 18:30 local time",
        ),
        (
            {"kind": "range", "hours": (10, 12), "clock": "capital", "until_time": dt.time(22)},
            "on E, 10:00, 12:00 capital, until 22:00",
            "сайлау күні, елорда уақытымен 10:00, 12:00, елорда уақытымен 22:00-ге дейін",
            "в день выборов, в 10:00, 12:00 по времени столицы, до 22:00 по времени столицы",
            "on election day, at 10:00, 12:00 capital time, to 22:00 capital time",
        ),
    ],
)
def test_a_rule_is_told_in_each_language(
    pack: Pack, rule: dict[str, object], line: str, kk: str, ru: str, en: str
) -> None:
    deadline_of_rule = record(**rule)
    assert rule_line(deadline_of_rule) == line
    assert rule_words(deadline_of_rule, pack) == Words(kk=kk, ru=ru, en=en)


@pytest.mark.parametrize(
    ("amount", "days", "full", "months"),
    [
        (1, "1 день", "1 полный день", "1 месяц"),
        (2, "2 дня", "2 полных дня", "2 месяца"),
        (5, "5 дней", "5 полных дней", "5 месяцев"),
        (11, "11 дней", "11 полных дней", "11 месяцев"),
        (12, "12 дней", "12 полных дней", "12 месяцев"),
        (21, "21 день", "21 полный день", "21 месяц"),
        (111, "111 дней", "111 полных дней", "111 месяцев"),
    ],
)
def test_russian_numbers_take_their_case(pack: Pack, amount: int, days: str, full: str, months: str) -> None:
    counts = {"days_before": days, "full_days_before": full, "months_before": months}
    for count, said in counts.items():
        words = rule_words(record(kind="moment", count=count, amount=amount), pack)
        assert words.ru == f"за {said} до дня выборов"


@pytest.mark.parametrize(
    ("time", "dative", "ablative"),
    [
        (dt.time(0), "ге", "ден"),
        (dt.time(9), "ға", "дан"),
        (dt.time(10), "ға", "нан"),
        (dt.time(15), "ке", "тен"),
        (dt.time(16), "ға", "дан"),
        (dt.time(18), "ге", "ден"),
        (dt.time(20), "ға", "дан"),
        (dt.time(18, 30), "ға", "дан"),
        (dt.time(18, 45), "ке", "тен"),
    ],
)
def test_kazakh_hours_take_the_ending_of_the_number_read_aloud(
    time: dt.time, dative: str, ablative: str
) -> None:
    assert kazakh_suffixes(time) == (dative, ablative)


def test_a_name_that_only_begins_like_a_day_stays_in_quotation_marks(tmp_path: Path) -> None:
    text = ACT.replace("vacancy (ru)", "деньги возвращены").replace('"vacancy"', '"the daylight"')
    spoiled = load_pack(LAW, write(tmp_path, act=text))
    words = rule_words(spoiled.deadline("fill"), spoiled)
    assert words.ru == "не позднее чем через 2 месяца после события «деньги возвращены»"
    assert words.en == "not later than 2 months after the event “the daylight”"


def test_an_anchor_nobody_declared_is_named_by_its_code(tmp_path: Path) -> None:
    more = DEADLINES + "\n" + deadline("new", "D-10", 'kind = "limit"\nanchor = "EXP"\ncount = "on"')
    spoiled = load_pack(LAW, write(tmp_path, deadlines=more))
    assert rule_words(spoiled.deadline("new"), spoiled).kk == "«EXP» оқиғасынан кешіктірмей"


@pytest.mark.parametrize("law", law_ids())
def test_every_rule_that_is_shipped_is_told_without_gaps(law: str) -> None:
    shipped = load_pack(law)
    for told_deadline in shipped.deadlines:
        words = rule_words(told_deadline, shipped)
        for sentence in (words.kk, words.ru, words.en, rule_line(told_deadline)):
            assert sentence.strip() == sentence != ""
            assert not [gap for gap in ("{", "}", "  ", "None", ", ,") if gap in sentence]
