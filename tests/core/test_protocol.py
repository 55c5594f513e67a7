"""One protocol against the relations of its form: every edge on both sides, missing figures, periods."""

from __future__ import annotations

import datetime as dt

import pytest

from dauys.core.findings import Finding, Severity, Sides
from dauys.core.norms.records import Relation
from dauys.core.protocol import CANDIDATES_LIMIT, LIMIT, ExpressionError, form_of
from tests.core.forms import protocol, relation

LINES = ("on_list", "issued", "found", "invalid")


def holds(record: Relation, lines: dict[str, int | None], votes: list[int | None]) -> bool | None:
    return form_of(protocol(LINES, [record])).check(lines, votes)[0].holds


def test_finding_shows_both_sides_of_a_pass_and_of_a_failure() -> None:
    form = form_of(
        protocol(
            LINES,
            [
                relation("P-05", ("found", "==", "votes + invalid")),
                relation("P-02", ("issued", "<=", "on_list"), severity="warning"),
            ],
        )
    )
    assert form.check({"on_list": 99, "issued": 100, "found": 90, "invalid": 3}, [50, 37]) == [
        Finding("P-05", Severity.ERROR, True, 90, "==", 90),
        Finding("P-02", Severity.WARNING, False, 100, "<=", 99),
    ]


@pytest.mark.parametrize(
    ("op", "below", "equal", "above"),
    [
        ("==", False, True, False),
        ("!=", True, False, True),
        ("<=", True, True, False),
        ("<", True, False, False),
        (">=", False, True, True),
        (">", False, False, True),
    ],
)
def test_sign_is_tested_on_both_sides_of_its_edge(op: str, below: bool, equal: bool, above: bool) -> None:
    record = relation("P-02", ("issued", op, "on_list"))
    answers = [holds(record, {"issued": issued, "on_list": 100}, []) for issued in (99, 100, 101)]
    assert answers == [below, equal, above]


@pytest.mark.parametrize(("invalid", "expected"), [(2, True), (3, False), (4, False)])
def test_share_of_three_percent_is_exact_at_its_edge(invalid: int, expected: bool) -> None:
    record = relation("P-13", ("100 * invalid", "<", "3 * found"))
    assert holds(record, {"invalid": invalid, "found": 100}, []) is expected


@pytest.mark.parametrize(
    ("issued", "found", "expected"),
    [
        (1000, 985, True),
        (1000, 981, True),
        (1000, 980, False),
        (700, 686, True),
        (700, 685, False),
        (0, 14, True),
    ],
)
def test_two_limits_joined_by_and_are_broken_only_together(issued: int, found: int, expected: bool) -> None:
    """The warning asks for a difference of 2 % and of 15: it holds while either is not reached."""
    record = relation(
        "P-14",
        ("100 * abs(issued - found)", "<", "2 * issued"),
        ("abs(issued - found)", "<", "15"),
        join="any",
        severity="warning",
    )
    assert holds(record, {"issued": issued, "found": found}, []) is expected


def test_relation_over_a_missing_line_is_unchecked() -> None:
    form = form_of(protocol(LINES, [relation("P-02", ("issued", "<=", "on_list"))]))
    for lines in ({"issued": 5, "on_list": None}, {"issued": 5}):
        assert form.check(lines, []) == [Finding("P-02", Severity.ERROR, None, 5, "<=", None)]


def test_votes_are_missing_when_one_candidate_has_none_and_zero_when_there_is_no_candidate() -> None:
    record = relation("P-05", ("found", "==", "votes"))
    assert holds(record, {"found": 5}, [5, None]) is None
    assert holds(record, {"found": 0}, []) is True
    assert holds(relation("P-17", ("votes_max", "<", "found")), {"found": 5}, [None, 9]) is None
    assert holds(relation("P-17", ("votes_max", "<", "found")), {"found": 0}, []) is False


def test_present_asks_only_that_the_figure_is_there() -> None:
    form = form_of(protocol(LINES, [relation("P-20", ("on_list", "present", "0"))]))
    assert form.check({"on_list": 0}, []) == [Finding("P-20", Severity.ERROR, True, 0, "present", None)]
    assert form.check({}, []) == [Finding("P-20", Severity.ERROR, False, None, "present", None)]


@pytest.mark.parametrize(
    ("join", "lines", "answer", "left"),
    [
        ("all", {"on_list": 9, "issued": 8, "found": 7}, True, 8),
        ("all", {"on_list": 9, "issued": 8, "found": 9}, False, 9),
        ("all", {"on_list": None, "issued": 8, "found": 9}, False, 9),
        ("all", {"on_list": None, "issued": 8, "found": 7}, None, 8),
        ("any", {"on_list": 7, "issued": 8, "found": 7}, True, 7),
        ("any", {"on_list": None, "issued": 8, "found": 7}, True, 7),
        ("any", {"on_list": 7, "issued": 8, "found": 9}, False, 8),
        ("any", {"on_list": None, "issued": 8, "found": 9}, None, 8),
    ],
)
def test_missing_figure_leaves_a_relation_open_only_where_it_could_turn_it(
    join: str, lines: dict[str, int | None], answer: bool | None, left: int
) -> None:
    record = relation("P-06", ("issued", "<=", "on_list"), ("found", "<=", "issued"), join=join)
    finding = form_of(protocol(LINES, [record])).check(lines, [])[0]
    assert (finding.holds, finding.left) == (answer, left)


def test_finding_of_several_comparisons_shows_both_sides_of_each() -> None:
    record = relation("P-06", ("issued", "<=", "on_list"), ("found", "<=", "issued"), join="any")
    for lines, first, last in (
        ({"on_list": 9, "issued": 8, "found": 9}, Sides(True, 8, "<=", 9), Sides(False, 9, "<=", 8)),
        ({"issued": 8, "found": 7}, Sides(None, 8, "<=", None), Sides(True, 7, "<=", 8)),
    ):
        finding = form_of(protocol(LINES, [record])).check(lines, [])[0]
        assert (finding.comparisons, finding.join) == ((first, last), "any")
    single = form_of(protocol(LINES, [relation("P-02", ("issued", "<=", "on_list"))])).check({}, [])[0]
    assert (single.comparisons, single.join) == ((), "")


def test_relation_is_in_force_from_its_first_day_to_the_day_before_its_last() -> None:
    begun, ended = dt.date(2021, 1, 1), dt.date(2023, 1, 1)
    form = form_of(
        protocol(
            LINES,
            [
                relation("P-02", ("issued", "<=", "on_list"), valid_from=begun, valid_to=ended),
                relation("P-05", ("found", "==", "votes")),
            ],
        )
    )

    def codes(on: dt.date | None) -> list[str]:
        return [finding.code for finding in form.check({}, [], on)]

    assert codes(dt.date(2020, 12, 31)) == ["P-05"]
    assert codes(begun) == codes(dt.date(2022, 12, 31)) == codes(None) == ["P-02", "P-05"]
    assert codes(ended) == ["P-05"]


def test_relation_that_is_switched_off_is_left_out() -> None:
    form = form_of(protocol(LINES, [relation("P-07", ("found", "==", "votes"), enabled=False)]))
    assert form.relations == ()
    assert form.check({}, []) == []


def test_form_is_compiled_once() -> None:
    record = protocol(LINES, [relation("P-07", ("found", "==", "votes"))])
    assert form_of(record) is form_of(record)
    assert form_of(record).lines == LINES


def test_form_names_the_relation_or_measure_that_cannot_be_read() -> None:
    with pytest.raises(ExpressionError, match='P-07: the protocol has no line "foud"'):
        form_of(protocol(LINES, [relation("P-07", ("foud", "==", "votes"))]))
    with pytest.raises(ExpressionError, match=r"turnout_base: .*no line"):
        form_of(protocol(LINES, turnout_base="onlist"))


@pytest.mark.parametrize("lines", [("found", "found"), ("votes",), ("votes_max",)])
def test_form_refuses_a_line_whose_name_is_taken(lines: tuple[str, ...]) -> None:
    with pytest.raises(ExpressionError, match="stands twice"):
        form_of(protocol(lines))


def test_figure_outside_its_limits_is_refused() -> None:
    form = form_of(protocol(LINES, [relation("P-05", ("found", "==", "votes"))]))
    assert form.check({"found": LIMIT}, [LIMIT])[0].holds is True
    for lines, votes in (({"found": LIMIT + 1}, []), ({"found": -1}, []), ({}, [LIMIT + 1])):
        with pytest.raises(ValueError, match="is not a figure"):
            form.check(lines, votes)
    with pytest.raises(ValueError, match="at most"):
        form.check({}, [0] * (CANDIDATES_LIMIT + 1))
    with pytest.raises(ValueError, match="no line mistyped"):
        form.check({"mistyped": 1}, [])


def test_measure_is_what_the_law_counts() -> None:
    form = form_of(protocol(LINES, participated="found - invalid", turnout_base="on_list", found="found"))
    lines: dict[str, int | None] = {"found": 90, "invalid": 4, "on_list": None}
    assert form.measure("participated", lines, [80]) == 86
    assert form.measure("turnout_count", lines, [50, 30]) == 80
    assert form.measure("turnout_base", lines, [80]) is None
    assert form.measure("found", lines, [80]) == 90
    assert form_of(protocol(LINES)).measure("found", lines, [80]) is None


def test_measure_of_a_country_may_exceed_the_limit_of_a_protocol() -> None:
    form = form_of(protocol(LINES, turnout_base="on_list"))
    assert form.measure("turnout_base", {"on_list": 12_000_000}, []) == 12_000_000
