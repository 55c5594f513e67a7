"""Equal values have equal bytes; what has no exact text is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import OrderedDict
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dauys.core.canonical import canonical, digest
from dauys.core.findings import Severity

ALMATY = dt.timezone(dt.timedelta(hours=6))


class Place(IntEnum):
    FIRST = 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, None, -2]}, '{"a":[true,null,-2],"b":1}'),
        ({"я": "дауыс", "a": 'ә\n"'}, '{"a":"ә\\n\\"","я":"дауыс"}'),
        ((1, (2,)), "[1,[2]]"),
        (2**70, str(2**70)),
        (dt.date(2021, 7, 25), '"2021-07-25"'),
        (dt.time(18), '"18:00:00"'),
        (dt.datetime(2021, 7, 9, 18, tzinfo=ALMATY), '"2021-07-09T18:00:00+06:00"'),
        (dt.datetime(2021, 7, 9, 12, tzinfo=dt.UTC), '"2021-07-09T12:00:00+00:00"'),
        ({Severity.ERROR: Severity.WARNING}, '{"error":"warning"}'),
        (Place.FIRST, "1"),
        (MappingProxyType({"a": 1}), '{"a":1}'),
        ({}, "{}"),
    ],
)
def test_value_has_one_text(value: object, expected: str) -> None:
    assert canonical(value) == expected.encode("utf-8")


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        {"a": [1, {"b": 0.5}]},
        {1, 2},
        frozenset("a"),
        b"bytes",
        Decimal(1),
        Fraction(1, 2),
        np.int64(1),
        np.array([1]),
        object(),
        {1: "a"},
        {None: "a"},
        {("a",): 1},
        dt.datetime(2021, 7, 9, 18),  # noqa: DTZ001 -- the one that must be refused
        dt.timedelta(1),
        (part for part in "ab"),
    ],
)
def test_value_without_an_exact_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def test_text_that_utf8_can_not_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical("\ud800")


def test_digest_is_sha256_of_the_bytes() -> None:
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abя", max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


def _turned(value: object) -> object:
    """The same value with the keys of every mapping put in the other way round."""
    if isinstance(value, dict):
        return OrderedDict((key, _turned(part)) for key, part in reversed(value.items()))
    return [_turned(part) for part in value] if isinstance(value, list) else value


@given(values)
def test_order_of_keys_changes_nothing_and_nothing_is_lost(value: object) -> None:
    assert canonical(_turned(value)) == canonical(value)
    assert json.loads(canonical(value)) == value
