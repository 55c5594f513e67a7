"""No verb gets past the table of states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dauys.core.lifecycle import CANDIDATE, CONTEST, LIFECYCLES, PROTOCOL, Lifecycle, NotAllowed, Step

VERBS = tuple(dict.fromkeys(verb for life in LIFECYCLES for verb in life.verbs))


@given(
    life=st.sampled_from(LIFECYCLES),
    verbs=st.lists(st.tuples(st.sampled_from([*VERBS, "forge_protocol"]), st.integers(0, 9)), max_size=12),
)
def test_no_verb_gets_past_the_table(life: Lifecycle, verbs: list[tuple[str, int]]) -> None:
    state = life.first
    for verb, choice in verbs:
        steps = [one for one in life.steps if (one.source, one.verb) == (state, verb)]
        for target in life.states:
            if target in {one.target for one in steps}:
                assert life.step(state, verb, target) == target
            else:
                with pytest.raises(NotAllowed):
                    life.step(state, verb, target)
        if not steps:
            with pytest.raises(NotAllowed) as refused:
                life.step(state, verb)
            assert refused.value.allowed == life.allowed(state)
            continue
        state = steps[choice % len(steps)].target


def test_verb_with_several_targets_asks_which() -> None:
    with pytest.raises(ValueError, match="accepted or kept_out: say which"):
        PROTOCOL.step("expected", "import_protocols")
    assert PROTOCOL.step("expected", "import_protocols", "kept_out") == "kept_out"


def test_refusal_says_what_would_be_possible() -> None:
    with pytest.raises(
        NotAllowed, match=r"release_protocol is not possible when accepted; .*correct_protocol"
    ):
        PROTOCOL.step("accepted", "release_protocol")
    with pytest.raises(NotAllowed, match="possible: nothing"):
        PROTOCOL.step("superseded", "correct_protocol")


def test_unknown_state_is_a_mistake_and_not_a_refusal() -> None:
    with pytest.raises(ValueError, match="has no state 'lost'"):
        CONTEST.step("lost", "cancel_poll")


def test_protocol_that_was_superseded_stays_so() -> None:
    assert PROTOCOL.allowed("superseded") == ()
    assert {PROTOCOL.step(state, "correct_protocol") for state in ("kept_out", "accepted", "released")} == {
        "superseded"
    }


def test_correction_reopens_an_established_contest() -> None:
    assert CONTEST.step("counting", "establish_results") == "established"
    assert CONTEST.step("established", "correct_protocol") == "reopened"
    assert CONTEST.step("reopened", "establish_results") == "established"


def test_established_contest_takes_no_new_protocol_and_is_not_cancelled() -> None:
    for verb in ("import_protocols", "accept_protocol", "release_protocol", "cancel_poll"):
        with pytest.raises(NotAllowed):
            CONTEST.step("established", verb)


def test_cancelled_contest_takes_nothing() -> None:
    assert CONTEST.step("called", "cancel_poll") == CONTEST.step("reopened", "cancel_poll") == "cancelled"
    assert CONTEST.allowed("cancelled") == ()


@pytest.mark.parametrize("life", LIFECYCLES, ids=lambda life: life.name)
def test_every_state_can_be_reached(life: Lifecycle) -> None:
    reached = {life.first}
    for _ in life.states:
        reached |= {step.target for step in life.steps if step.source in reached}
    assert reached == set(life.states)


@pytest.mark.parametrize("life", LIFECYCLES, ids=lambda life: life.name)
def test_table_names_each_step_once(life: Lifecycle) -> None:
    assert len(set(life.steps)) == len(life.steps)


def test_diagram_draws_every_step_of_the_table() -> None:
    life = Lifecycle(
        "door", (Step("open", "shut", "ajar"), Step("push", "shut", "ajar"), Step("close", "ajar", "gone"))
    )
    assert life.mermaid() == (
        "stateDiagram-v2\n"
        "    [*] --> shut\n"
        "    shut --> ajar: open / push\n"
        "    ajar --> gone: close\n"
        "    gone --> [*]\n"
    )
    for step in PROTOCOL.steps:
        assert f"{step.source} --> {step.target}: " in PROTOCOL.mermaid()


def test_candidate_who_left_stays_left() -> None:
    for state in ("refused", "withdrawn", "registration_cancelled"):
        assert CANDIDATE.allowed(state) == ()
        assert not CANDIDATE.leads(state, "registered")
    assert CANDIDATE.allowed("registered") == ("withdraw_candidates", "cancel_registration")


def test_verbs_lead_over_several_steps_and_not_back() -> None:
    assert CANDIDATE.leads("nominated", "registration_cancelled")
    assert not CANDIDATE.leads("registered", "nominated")
    assert not CANDIDATE.leads("nominated", "nominated")
    with pytest.raises(ValueError, match="has no state 'lost'"):
        CANDIDATE.leads("nominated", "lost")
