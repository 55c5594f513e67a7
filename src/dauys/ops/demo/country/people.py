"""Invents people: a full name that nobody else in the country's files bears, and a year of birth.

Real: nothing. Sample: every person. At least 25 years old at the election, as the law asks of a candidate.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Literal

from dauys.ops.demo.country.names import BY_REGION, STOCKS, USUAL, Stock

Sex = Literal["f", "m"]

OLDEST, YOUNGEST = 1958, 1995  # years of birth


class People:
    """A source of new people; two never bear the same full name, nor one of those `taken` before."""

    def __init__(self, chance: random.Random, taken: Iterable[str] = ()) -> None:
        self._chance = chance
        self._taken = set(taken)

    def name(self, region: str, sex: Sex) -> str:
        """A new full name, usual in the region: surname, given name, father's name."""
        kinds = BY_REGION.get(region, USUAL)
        while True:
            stock = STOCKS[self._chance.choices(list(kinds), list(kinds.values()))[0]]
            name = self._drawn(stock, sex)
            if name not in self._taken:
                self._taken.add(name)
                return name

    def birth_year(self) -> int:
        """Most are in their forties."""
        return round(self._chance.triangular(OLDEST, YOUNGEST, 1977))

    def _drawn(self, stock: Stock, sex: Sex) -> str:
        surname = self._chance.choice(stock.surnames)
        father = self._chance.choice(stock.fathers)
        given = self._chance.choice(stock.women if sex == "f" else stock.men)
        return f"{_surname(surname, stock, sex)} {given} {_patronymic(father, stock, sex)}"


def _surname(surname: str, stock: Stock, sex: Sex) -> str:
    """A woman's surname ends in -а where the man's ends in -ов, -ев, -ёв, -ин, -ын."""
    changes = stock.ending != "unchanged" and surname.endswith(("ов", "ев", "ёв", "ин", "ын"))
    return f"{surname}а" if sex == "f" and changes else surname


def _patronymic(father: str, stock: Stock, sex: Sex) -> str:
    """Kazakh names add the word son or daughter; the others turn -ович into -овна."""
    if stock.ending == "kazakh":
        return f"{father}{'қызы' if sex == 'f' else 'ұлы'}"
    return f"{father.removesuffix('ич')}на" if sex == "f" else father
