"""Shares are rounded half up in whole numbers, at any size."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dauys.core.exact import percent


@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [
        (791, 1000, 2, "79.10"),
        (0, 5, 2, "0.00"),
        (5, 5, 2, "100.00"),
        (1, 3, 4, "33.3333"),
        (2, 3, 4, "66.6667"),
        (1, 8, 0, "13"),  # 12.5: half up, not half to even
        (5, 8, 0, "63"),  # 62.5
        (124, 1000, 0, "12"),
        (125, 100_000, 2, "0.13"),
        (124_999, 100_000_000, 2, "0.12"),
        (1013, 1000, 1, "101.3"),  # coverage is never clamped
        (-1, 8, 0, "-13"),
        (-1, 1_000_000, 2, "0.00"),
        (32_981, 44_305, 1, "74.4"),  # Atyrau region, as published
        (768, 1_524, 1, "50.4"),  # Kenes rural district, as published
        (1_630_875, 3_537_719, 4, "46.0996"),  # Georgia 2013, as published
    ],
)
def test_percent_is_rounded_half_up(part: int, whole: int, places: int, expected: str) -> None:
    assert percent(part, whole, places) == expected


@pytest.mark.parametrize(("part", "whole"), [(None, 5), (5, None), (None, None), (0, 0), (5, 0), (5, -5)])
def test_percent_of_nothing_is_not_a_number(part: int | None, whole: int | None) -> None:
    assert percent(part, whole, 2) is None


def test_percent_refuses_fewer_than_no_places() -> None:
    with pytest.raises(ValueError, match="decimals"):
        percent(1, 2, -1)


@given(part=st.integers(0, 10**30), whole=st.integers(1, 10**30), places=st.integers(0, 6))
def test_percent_equals_decimal_arithmetic(part: int, whole: int, places: int) -> None:
    with localcontext() as context:
        context.prec = 120
        step = Decimal(1).scaleb(-places)
        expected = (Decimal(100 * part) / whole).quantize(step, ROUND_HALF_UP)
    assert percent(part, whole, places) == f"{expected:f}"
