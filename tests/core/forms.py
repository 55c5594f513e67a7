"""Forms of protocols for tests: small records by hand, and random ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hypothesis import strategies as st

from dauys.core.norms.records import Grade, Line, Protocol, ProtocolMeasures, Relation, Words

WORDS = Words(kk="k", ru="r", en="e")
SIGNS = ("==", "!=", "<=", "<", ">=", ">")


def relation(
    code: str,
    *compare: tuple[str, str, str],
    severity: str = "error",
    join: str = "all",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    enabled: bool = True,
) -> Relation:
    compared = [{"left": left, "op": op, "right": right} for left, op, right in compare]
    return Relation.model_validate(
        {
            "code": code, "grade": Grade.LAW, "severity": severity, "sentence": WORDS, "paper": WORDS,
            "decision": WORDS, "join": join, "valid_from": valid_from, "valid_to": valid_to,
            "enabled": enabled, "compare": compared,
        }
    )  # fmt: skip


def protocol(
    lines: Sequence[str],
    relations: Sequence[Relation] = (),
    *,
    participated: str = "votes",
    turnout_count: str = "votes",
    turnout_base: str = "votes",
    found: str = "",
) -> Protocol:
    return Protocol(
        measures=ProtocolMeasures(
            participated=participated,
            turnout_count=turnout_count,
            turnout_base=turnout_base,
            found=found,
            words=WORDS,
        ),
        line=tuple(
            Line(code=code, number=f"L-{index:02d}", label=WORDS, grade=Grade.LAW)
            for index, code in enumerate(lines)
        ),
        relation=tuple(relations),
    )


def expressions(names: Sequence[str]) -> st.SearchStrategy[str]:
    """Texts of expressions over the names; some may be too large for 64 bits."""
    leaves = st.sampled_from([*names, "votes", "votes_max"]) | st.integers(0, 1_000).map(str)
    divisor = st.integers(1, 1_000)

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pairs = st.tuples(inner, inner)
        return st.one_of(
            st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda one: f"({one[0]} {one[1]} {one[2]})"),
            inner.map(lambda one: f"-({one})"),
            inner.map(lambda one: f"abs({one})"),
            pairs.map(lambda one: f"max({one[0]}, {one[1]})"),
            pairs.map(lambda one: f"min({one[0]}, {one[1]})"),
            st.tuples(inner, divisor).map(lambda one: f"floor_div({one[0]}, {one[1]})"),
            st.tuples(inner, divisor).map(lambda one: f"ceil_div({one[0]}, {one[1]})"),
        )

    return st.recursive(leaves, larger, max_leaves=6)
