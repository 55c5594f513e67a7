"""Numbers, dates, plural forms and alphabetical order as the three languages write them."""

from __future__ import annotations

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dauys.press.wording import (
    ALPHABET,
    counted,
    day,
    day_as_attribute,
    moment,
    number,
    percent,
    plural_form,
    sort_key,
    spelled,
)

THIN = "\u202f"
HARD = "\u00a0"


@pytest.mark.parametrize(
    ("figure", "language", "said"),
    [
        (0, "kk", "0"), (999, "kk", "999"), (1000, "kk", f"1{THIN}000"), (1630875, "en", "1,630,875"),
        (1630875, "ru", f"1{THIN}630{THIN}875"), (-1234, "ru", f"-1{THIN}234"), (None, "kk", "—"),
    ],
)  # fmt: skip
def test_number_is_grouped_by_language(figure: int | None, language: str, said: str) -> None:
    assert number(figure, language) == said


@pytest.mark.parametrize(("language", "said"), [("kk", "79,10%"), ("ru", f"79,10{HARD}%"), ("en", "79.10%")])
def test_percent_has_the_sign_of_the_language(language: str, said: str) -> None:
    assert percent("79.10", language) == said
    assert percent(None, language) == "—"


@pytest.mark.parametrize(
    ("language", "said"), [("kk", "2021 жылғы 25 шілде"), ("ru", "25 июля 2021 года"), ("en", "25 July 2021")]
)
def test_day_is_written_out(language: str, said: str) -> None:
    assert day(dt.date(2021, 7, 25), language).replace(HARD, " ") == said


def test_kazakh_day_beside_a_noun_takes_the_ending_of_its_month() -> None:
    endings = [day_as_attribute(dt.date(2021, month, 1), "kk").rpartition(HARD)[2] for month in range(1, 13)]
    assert endings == [
        "қаңтардағы", "ақпандағы", "наурыздағы", "сәуірдегі", "мамырдағы", "маусымдағы", "шілдедегі",
        "тамыздағы", "қыркүйектегі", "қазандағы", "қарашадағы", "желтоқсандағы",
    ]  # fmt: skip
    assert day_as_attribute(dt.date(2021, 7, 25), "ru").replace(HARD, " ") == "25 июля 2021 года"


def test_moment_names_its_own_clock() -> None:
    at = dt.datetime(2021, 7, 25, 17, 5, tzinfo=dt.UTC)
    west, capital = at.astimezone(ZoneInfo("Asia/Aqtau")), at.astimezone(ZoneInfo("Asia/Almaty"))
    assert moment(west, "en").replace(HARD, " ") == "25 July 2021, 22:05 (UTC+5)"
    assert moment(capital, "kk").replace(HARD, " ") == "2021 жылғы 25 шілде, 23:05 (UTC+6)"
    half = at.astimezone(dt.timezone(dt.timedelta(hours=-3, minutes=-30)))
    assert moment(half, "en").endswith("13:35 (UTC-3:30)")
    with pytest.raises(ValueError, match="no time zone"):
        moment(dt.datetime(2021, 7, 25), "en")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("count", "russian"),
    [(0, "many"), (1, "one"), (2, "few"), (4, "few"), (5, "many"), (11, "many"), (12, "many"), (14, "many"),
     (21, "one"), (22, "few"), (25, "many"), (100, "many"), (101, "one"), (111, "many"), (1002, "few")],
)  # fmt: skip
def test_russian_has_three_plural_forms(count: int, russian: str) -> None:
    assert plural_form(count, "ru") == russian


def test_counted_takes_the_form_or_the_last_resort() -> None:
    forms = {
        "one": "{n} протокол",
        "few": "{n} протокола",
        "many": "{n} протоколов",
        "other": "{n} протокола",
    }
    assert [counted(n, forms, "ru") for n in (1, 3, 11)] == ["1 протокол", "3 протокола", "11 протоколов"]
    assert counted(5, {"other": "{n} хаттама"}, "kk") == "5 хаттама"
    assert counted(1, {"one": "{n} protocol", "other": "{n} protocols"}, "en") == "1 protocol"


def test_kazakh_letters_stand_in_the_order_of_the_alphabet() -> None:
    letters = list(ALPHABET)
    random.Random(1).shuffle(letters)
    assert "".join(sorted(letters, key=lambda letter: sort_key(letter, "kk"))) == ALPHABET
    assert len(ALPHABET) == 42


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("kk", ["Абай", "Ақтөбе", "Алматы қаласы", "Әулиекөл", "Кемер", "Қызан", "Ыдырыс", "Ірі"]),
        ("ru", ["Ежово", "Ёлкино", "Ельцово", "Жамбыл"]),
        ("en", ["Abai", "Akmola", "Élan", "Zhambyl"]),
        ("kk", ["№ 2 учаске", "№ 10 учаске", "№ 100 учаске"]),
        ("kk", ["«Адал»", "«Ақ жол»", "Жасыл партия", "Қазақстан Халық партиясы", "«Нұр Отан»"]),
        ("ru", ["«Адал»", "Народная партия", "«Нур Отан»", "самовыдвижение"]),
    ],
)  # fmt: skip
def test_names_are_sorted_as_the_language_does(language: str, order: list[str]) -> None:
    mixed = order.copy()
    random.Random(3).shuffle(mixed)
    assert sorted(mixed, key=lambda name: sort_key(name, language)) == order


def test_composed_and_decomposed_letters_sort_alike() -> None:
    assert sort_key("Йод", "kk") == sort_key("И\u0306од", "kk")
    assert sort_key("Й", "kk") > sort_key("И", "kk")


@given(st.lists(st.text(alphabet=f"{ALPHABET}{ALPHABET.upper()}abc019 «»-ё№.", max_size=12), max_size=12))
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_key_as_one_text_orders_as_the_key_does(language: str, texts: list[str]) -> None:
    by_key = sorted(texts, key=lambda text: sort_key(text, language))
    by_text = sorted(texts, key=lambda text: str(spelled(text, language)))
    assert [sort_key(one, language) for one in by_text] == [sort_key(one, language) for one in by_key]


def test_key_of_nothing_is_nothing() -> None:
    assert spelled(None, "kk") is None
