"""What figures decide, on both sides of every edge, and the margin against a search through further votes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dauys.core.norms.records import Grade, Outcome
from dauys.core.outcome import REASONS, Verdict, alarm, decide
from tests.core.forms import WORDS

Votes = Mapping[str, int]


def rule(method: str = "plurality", **fields: object) -> Outcome:
    return Outcome.model_validate(
        {"code": "R-03", "grade": Grade.LAW, "sentence": WORDS, "method": method, **fields}
    )


PLURALITY = rule(against_all="against_all")
MAJORITY = rule("majority_run_off", tie="undecided")


def verdict(
    of: Outcome,
    *votes: int,
    participated: int | None = None,
    against_all: int | None = None,
    withdrawn: Sequence[str] = (),
    complete: bool = True,
    cancelled: bool = False,
) -> Verdict:
    """Candidates A, B, C … with these votes; those who took part are the sum unless said."""
    counted = dict(zip("ABCDEFG", votes, strict=False))
    return decide(
        of,
        votes=counted,
        participated=sum(votes) + (against_all or 0) if participated is None else participated,
        against_all=against_all,
        standing=[name for name in counted if name not in withdrawn],
        complete=complete,
        cancelled=cancelled,
    )


@pytest.mark.parametrize(
    ("votes", "against_all", "expected"),
    [
        ((60, 40), 0, Verdict("elected", ("A",), "", 20)),
        ((40, 60), 0, Verdict("elected", ("B",), "", 20)),
        ((51, 50), 0, Verdict("elected", ("A",), "", 1)),
        ((50, 50), 0, Verdict("repeat_election", ("A", "B"), "tie", 1)),
        ((50, 50, 50), 49, Verdict("repeat_election", ("A", "B", "C"), "tie", 1)),
        ((51, 10), 50, Verdict("elected", ("A",), "", 1)),
        ((50, 10), 50, Verdict("undecided", (), "against_all_first", 1)),
        ((50, 50), 50, Verdict("undecided", (), "against_all_first", 1)),
        ((49, 10), 50, Verdict("undecided", (), "against_all_first", 2)),
        ((0, 0), 3, Verdict("undecided", (), "against_all_first", 4)),
        ((0, 0), 0, Verdict("undecided", (), "no_votes", 1)),
        ((0,), 0, Verdict("undecided", (), "no_votes", 1)),
        ((1, 0), 0, Verdict("elected", ("A",), "", 1)),
        ((7,), 3, Verdict("elected", ("A",), "", 4)),
    ],
)
def test_plurality_elects_the_most_votes_and_names_what_it_does_not_decide(
    votes: tuple[int, ...], against_all: int, expected: Verdict
) -> None:
    assert verdict(PLURALITY, *votes, against_all=against_all) == expected


def test_single_candidate_on_a_ballot_without_against_all_can_not_lose() -> None:
    assert verdict(rule(), 7) == Verdict("elected", ("A",), "", None)


@pytest.mark.parametrize(
    ("tie", "kind"),
    [("repeat_election", "repeat_election"), ("run_off", "run_off"), ("undecided", "undecided")],
)
def test_tie_is_what_the_rule_says(tie: str, kind: str) -> None:
    assert verdict(rule(tie=tie), 5, 5, 2) == Verdict(kind, ("A", "B"), "tie", 1)  # type: ignore[arg-type]


def test_withdrawn_candidate_can_not_win_and_is_not_compared() -> None:
    assert verdict(PLURALITY, 90, 6, 4, against_all=0, withdrawn="A") == Verdict("elected", ("B",), "", 2)
    assert verdict(MAJORITY, 90, 60, 4, withdrawn="A").candidates == ("B", "C")


@pytest.mark.parametrize("of", [PLURALITY, MAJORITY])
def test_poll_without_a_contest_has_a_name(of: Outcome) -> None:
    assert verdict(of, 3, 2, against_all=0, cancelled=True) == Verdict(
        "cancelled", (), "cancelled_poll", None
    )
    assert verdict(of, against_all=0) == Verdict("undecided", (), "no_candidates", None)
    assert verdict(of, 3, 2, against_all=0, withdrawn="AB") == Verdict("undecided", (), "all_withdrawn", None)
    assert verdict(of, against_all=0, cancelled=True, complete=False).kind == "cancelled"


@pytest.mark.parametrize("of", [PLURALITY, MAJORITY])
def test_incomplete_contest_decides_nothing_but_has_its_margin(of: Outcome) -> None:
    so_far = verdict(of, 60, 30, against_all=0)
    assert so_far.kind == "elected"
    assert verdict(of, 60, 30, against_all=0, complete=False) == Verdict(
        "undecided", (), "incomplete", so_far.margin
    )


def test_figure_that_the_rule_compares_must_be_there() -> None:
    missing = Verdict("undecided", (), "missing_figures", 1)
    assert verdict(PLURALITY, 6, 3, against_all=None) == missing
    for participated in (None, -1):
        found = decide(
            MAJORITY, votes={"A": 6}, participated=participated, against_all=None, standing="A",
            complete=True, cancelled=False,
        )  # fmt: skip
        assert found == missing
    plural = decide(
        rule(), votes={"A": 6, "B": 1}, participated=None, against_all=None, standing="AB",
        complete=True, cancelled=False,
    )  # fmt: skip
    assert plural.candidates == ("A",)


@pytest.mark.parametrize(
    ("votes", "participated", "expected"),
    [
        ((51, 30, 19), 100, Verdict("elected", ("A",), "", 2)),  # 51 of 102 is exactly half
        ((50, 30, 20), 100, Verdict("run_off", ("A", "B"), "", 1)),  # exactly half is not more than half
        ((49, 31, 20), 100, Verdict("run_off", ("A", "B"), "", 3)),  # 52 of 103
        ((51, 50), 101, Verdict("elected", ("A",), "", 1)),
        ((50, 50), 101, Verdict("run_off", ("A", "B"), "", 2)),
        ((40, 30, 20), 100, Verdict("run_off", ("A", "B"), "", 10)),  # the third reaches the second
        ((40, 30, 29), 100, Verdict("run_off", ("A", "B"), "", 1)),
        ((40, 30, 30), 100, Verdict("undecided", ("A", "B", "C"), "run_off_tie", 1)),
        ((40, 30, 30, 30), 200, Verdict("undecided", ("A", "B", "C", "D"), "run_off_tie", 1)),
        ((30, 30, 20), 80, Verdict("run_off", ("A", "B"), "", 10)),
        ((30, 30, 30), 90, Verdict("undecided", ("A", "B", "C"), "run_off_tie", 2)),
        ((30, 30, 30, 29), 150, Verdict("undecided", ("A", "B", "C"), "run_off_tie", 1)),
        ((51,), 100, Verdict("elected", ("A",), "", 2)),
        ((50,), 100, Verdict("undecided", ("A",), "no_majority", 1)),
        ((0, 0), 10, Verdict("undecided", (), "no_votes", 1)),
        ((9, 0), 30, Verdict("run_off", ("A", "B"), "", 13)),
    ],
)
def test_majority_is_more_than_half_of_those_who_took_part(
    votes: tuple[int, ...], participated: int, expected: Verdict
) -> None:
    assert verdict(MAJORITY, *votes, participated=participated) == expected


@pytest.mark.parametrize(("votes", "kind"), [(66, "run_off"), (67, "elected")])
def test_threshold_is_a_fraction_and_never_rounded(votes: int, kind: str) -> None:
    two_thirds = rule("majority_run_off", threshold="2/3")
    assert verdict(two_thirds, votes, 1, participated=100).kind == kind
    assert verdict(two_thirds, 66, 33, participated=99).kind == "run_off"


def test_run_off_may_have_more_than_two_places() -> None:
    three = rule("majority_run_off", run_off_size=3)
    assert verdict(three, 30, 20, 10, 9, participated=100).candidates == ("A", "B", "C")
    assert verdict(three, 30, 20, participated=100) == Verdict("run_off", ("A", "B"), "", 41)
    assert verdict(three, 30, 20, 20, 20, participated=100).reason == "run_off_tie"


def test_against_all_stops_a_majority_too() -> None:
    with_line = rule("majority_run_off", against_all="against_all")
    assert verdict(with_line, 40, 10, against_all=40).reason == "against_all_first"
    assert verdict(with_line, 41, 10, against_all=40).kind == "run_off"


def test_real_country_is_decided_as_it_was() -> None:
    """Georgia, 27.10.2013: 1,630,875 took part, the first two had 1,012,569 and 354,103 votes."""
    found = verdict(MAJORITY, 1_012_569, 354_103, participated=1_630_875)
    assert (found.kind, found.candidates) == ("elected", ("A",))
    assert found.margin == 2 * 1_012_569 - 1_630_875


@pytest.mark.parametrize(
    ("margin", "outstanding", "raised"),
    [(20, 19, False), (20, 20, True), (20, 21, True), (1, 0, False), (None, 1_000, False)],
)
def test_alarm_is_raised_when_outstanding_votes_reach_the_margin(
    margin: int | None, outstanding: int, raised: bool
) -> None:
    assert alarm(Verdict("elected", ("A",), "", margin), outstanding) is raised


def test_figures_that_can_not_be_are_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        verdict(PLURALITY, 3, -1, against_all=0)
    with pytest.raises(ValueError, match="below 0"):
        verdict(PLURALITY, 3, against_all=-1)
    with pytest.raises(ValueError, match="No votes are given for Z"):
        decide(
            PLURALITY, votes={"A": 1}, participated=1, against_all=0, standing=["A", "Z"],
            complete=True, cancelled=False,
        )  # fmt: skip
    for threshold in ("1/1", "3/2", "0/0"):
        with pytest.raises(ValueError, match="between 0 and 1"):
            verdict(rule("majority_run_off", threshold=threshold), 3, 2)
    with pytest.raises(ValueError, match="between two or more"):
        verdict(rule("majority_run_off", run_off_size=1), 3, 2, participated=90)


def _spread(votes: int, over: int) -> Iterator[tuple[int, ...]]:
    """Every way to give so many votes to so many."""
    if over == 1:
        yield (votes,)
        return
    for one in range(votes + 1):
        for rest in _spread(votes - one, over - 1):
            yield (one, *rest)


SEARCHED = 6


def _searched(
    of: Outcome, votes: Votes, participated: int, against_all: int | None, standing: Sequence[str]
) -> int | None:
    """The least number of further votes, up to SEARCHED, that decides otherwise; each goes to a standing
    candidate, to nobody, or against all where the ballot has it.
    """

    def decided(votes: Votes, participated: int, against_all: int | None) -> tuple[str, frozenset[str], str]:
        found = decide(
            of, votes=votes, participated=participated, against_all=against_all, standing=standing,
            complete=True, cancelled=False,
        )  # fmt: skip
        assert found.reason in REASONS
        return found.kind, frozenset(found.candidates), found.reason

    now = decided(votes, participated, against_all)
    ways = len(standing) + 1 + (against_all is not None)
    for further in range(1, SEARCHED + 1):
        for given_ in _spread(further, ways):
            changed = {
                **votes,
                **{name: votes[name] + more for name, more in zip(standing, given_, strict=False)},
            }
            against = None if against_all is None else against_all + given_[-1]
            if decided(changed, participated + further, against) != now:
                return further
    return None


@settings(deadline=None, max_examples=300)
@given(
    of=st.builds(
        rule,
        st.sampled_from(("plurality", "majority_run_off")),
        threshold=st.sampled_from(("1/2", "1/3", "2/5", "2/3", "0/1")),
        run_off_size=st.sampled_from((2, 2, 3)),
        tie=st.sampled_from(("repeat_election", "run_off", "undecided")),
    ),
    counts=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), min_size=1, max_size=4),
    against_all=st.none() | st.integers(0, 6),
    others=st.integers(-2, 5),
)
def test_margin_is_the_least_number_of_votes_that_decides_otherwise(
    of: Outcome, counts: list[tuple[int, int]], against_all: int | None, others: int
) -> None:
    votes = {"ABCD"[index]: count for index, (count, _) in enumerate(counts)}
    standing = ["ABCD"[index] for index, (_, chance) in enumerate(counts) if chance] or ["A"]
    participated = max(0, sum(votes.values()) + (against_all or 0) + others)
    margin = decide(
        of, votes=votes, participated=participated, against_all=against_all, standing=standing,
        complete=True, cancelled=False,
    ).margin  # fmt: skip
    found = _searched(of, votes, participated, against_all, standing)
    assert found == (margin if margin is not None and margin <= SEARCHED else None)
