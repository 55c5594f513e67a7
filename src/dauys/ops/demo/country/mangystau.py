"""Mangystau Region, the one that was published complete: ten rural units, 14 precincts, 14,144 voters.

Real (adyrna.kz, 25.07.2021): names and kinds of the units, Sam with 403 voters and Akshukur with 6,877, five
contests of two candidates and five of three. Sample: which have three, and the split of the other voters.
"""

from __future__ import annotations

from dataclasses import dataclass

from dauys.ops.demo.country.records import Form, Names


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """One of the ten: voters on the list of each precinct, how many candidates on the ballot."""

    code: str
    district: str
    names: Names
    form: Form
    voters: tuple[int, ...]
    candidates: int


def _village(code: str, kk: str, ru: str, en: str, voters: tuple[int, ...], candidates: int) -> ListedUnit:
    names = Names(f"{kk} ауылы", f"село {ru}", f"{en} village")
    return ListedUnit(code, f"{code[:4]}00000", names, "village", voters, candidates)


def _district(code: str, kk: str, ru: str, en: str, voters: tuple[int, ...], candidates: int) -> ListedUnit:
    names = Names(f"{kk} ауылдық округі", ru, f"{en} rural district")
    return ListedUnit(code, f"{code[:4]}00000", names, "rural_district", voters, candidates)


UNITS = (
    _village("4736.sarga", "Сарға", "Сарга", "Sarga", (742,), 2),
    _village("4736.eset", "Есет", "Есет", "Eset", (655,), 3),
    _village("4736.tolep", "Төлеп", "Толеп", "Tolep", (891,), 2),
    _district("4736.sam", "Сам", "Самский сельский округ", "Sam", (403,), 2),
    _district("4742.kulandy", "Құланды", "сельский округ Куланды", "Kulandy", (598, 470), 3),
    _village("4746.zharmysh", "Жармыш", "Жармыш", "Zharmysh", (884,), 2),
    _village("4746.kyzan", "Қызан", "Кызан", "Kyzan", (731,), 3),
    _district("4746.ondy", "Оңды", "сельский округ Онды", "Ondy", (713,), 2),
    _district("4746.tushchykudyk", "Тұщықұдық", "сельский округ Тущыкудык", "Tushchykudyk", (640, 540), 3),
    _village("4752.akshukur", "Ақшұқыр", "Акшукур", "Akshukur", (2298, 2296, 2283), 3),
)
