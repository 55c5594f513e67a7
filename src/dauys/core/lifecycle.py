"""Every state there is, and the verbs that lead from one to the next: one table per thing that has a life."""

from __future__ import annotations

from dataclasses import dataclass


class NotAllowed(Exception):  # noqa: N818 -- an answer, not a failure
    """In this state the table does not have this verb (to this target); `allowed` are the verbs it has."""

    def __init__(self, verb: str, state: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"{verb} is not possible when {state}; possible: {', '.join(allowed) or 'nothing'}.")
        self.verb = verb
        self.state = state
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class Step:
    """A verb of the statute that leads from one state to another, or leaves it as it is."""

    verb: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A table of steps; a life begins in the source of the first one."""

    name: str
    steps: tuple[Step, ...]

    @property
    def first(self) -> str:
        """The state in which a life begins."""
        return self.steps[0].source

    @property
    def states(self) -> tuple[str, ...]:
        """All states, in the order in which the table names them."""
        return tuple(dict.fromkeys(state for step in self.steps for state in (step.source, step.target)))

    @property
    def verbs(self) -> tuple[str, ...]:
        """All verbs, in the order in which the table names them."""
        return tuple(dict.fromkeys(step.verb for step in self.steps))

    def allowed(self, state: str) -> tuple[str, ...]:
        """The verbs that the table has in this state; raises ValueError for a state that it does not know."""
        if state not in self.states:
            raise ValueError(f"{self.name} has no state {state!r}.")
        return tuple(dict.fromkeys(step.verb for step in self.steps if step.source == state))

    def targets(self, state: str, verb: str) -> tuple[str, ...]:
        """Where the verb may lead from this state; empty where it is not allowed."""
        return tuple(step.target for step in self.steps if (step.source, step.verb) == (state, verb))

    def step(self, state: str, verb: str, target: str | None = None) -> str:
        """The state after the verb.

        Where the verb may lead to several states, `target` says to which, else ValueError. Raises NotAllowed
        when the table has no such step, ValueError for an unknown state.
        """
        allowed = self.allowed(state)
        targets = self.targets(state, verb)
        if target is not None:
            targets = tuple(one for one in targets if one == target)
        if not targets:
            raise NotAllowed(verb, state, allowed)
        if len(targets) > 1:
            raise ValueError(f"{verb} may lead from {state} to {' or '.join(targets)}: say which.")
        return targets[0]

    def leads(self, source: str, target: str) -> bool:
        """Whether verbs lead from one state to another; raises ValueError for an unknown one."""
        for state in (source, target):
            self.allowed(state)
        reached: set[str] = set()
        newest = {source}
        while newest:
            newest = {step.target for step in self.steps if step.source in newest} - reached
            reached |= newest
        return target in reached

    def mermaid(self) -> str:
        """The table as a state diagram for the docs; verbs between the same two states share an arrow."""
        arrows: dict[tuple[str, str], list[str]] = {}
        for step in self.steps:
            arrows.setdefault((step.source, step.target), []).append(step.verb)
        drawn = [f"    {one} --> {other}: {' / '.join(verbs)}" for (one, other), verbs in arrows.items()]
        last = [f"    {state} --> [*]" for state in self.states if not self.allowed(state)]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.first}", *drawn, *last]) + "\n"


# A version of the protocol of one precinct. `expected` is a protocol that has not come; only `accepted` and
# `released` ones are counted; a version that was superseded stays, and nothing leads out of it.
PROTOCOL = Lifecycle(
    "protocol",
    (
        Step("import_protocols", "expected", "accepted"),
        Step("import_protocols", "expected", "kept_out"),
        Step("accept_protocol", "expected", "accepted"),
        Step("accept_protocol", "expected", "kept_out"),
        Step("release_protocol", "kept_out", "released"),
        Step("correct_protocol", "kept_out", "superseded"),
        Step("correct_protocol", "accepted", "superseded"),
        Step("correct_protocol", "released", "superseded"),
    ),
)

# The stages of a contest in the order in which the calendar brings them, each by the term that opens it.
STAGES = ("called", "nomination", "registration", "campaign", "silence", "voting", "counting")

# A contest: one seat or one question in one unit. The calendar opens stage after stage; the rest is decided.
# Protocols may come from the voting on (a precinct may close early); once the results are established only a
# correction touches them, and that opens them again; a cancelled one takes nothing.
CONTEST = Lifecycle(
    "contest",
    (
        Step("call_election", "planned", "called"),
        Step("open_nomination", "called", "nomination"),
        Step("extend_nomination", "nomination", "nomination"),
        Step("open_registration", "nomination", "registration"),
        Step("open_campaign", "registration", "campaign"),
        Step("extend_election", "registration", "extended"),
        Step("extend_election", "campaign", "extended"),
        Step("open_campaign", "extended", "campaign"),
        Step("open_silence", "campaign", "silence"),
        Step("open_voting", "silence", "voting"),
        Step("import_protocols", "voting", "voting"),
        Step("accept_protocol", "voting", "voting"),
        Step("release_protocol", "voting", "voting"),
        Step("correct_protocol", "voting", "voting"),
        Step("report_turnout", "voting", "voting"),
        Step("open_counting", "voting", "counting"),
        Step("report_turnout", "counting", "counting"),
        Step("import_protocols", "counting", "counting"),
        Step("accept_protocol", "counting", "counting"),
        Step("release_protocol", "counting", "counting"),
        Step("correct_protocol", "counting", "counting"),
        Step("establish_results", "counting", "established"),
        Step("correct_protocol", "established", "reopened"),
        Step("import_protocols", "reopened", "reopened"),
        Step("accept_protocol", "reopened", "reopened"),
        Step("release_protocol", "reopened", "reopened"),
        Step("correct_protocol", "reopened", "reopened"),
        Step("establish_results", "reopened", "established"),
        Step("call_repeat_election", "established", "repeated"),
        Step("close_election", "established", "closed"),
        *(Step("cancel_poll", stage, "cancelled") for stage in (*STAGES, "extended", "reopened")),
    ),
)

# A candidate, from the nomination on. Whoever left stays left: no verb leads back.
CANDIDATE = Lifecycle(
    "candidate",
    (
        Step("register_candidates", "nominated", "registered"),
        Step("refuse_registration", "nominated", "refused"),
        Step("withdraw_candidates", "nominated", "withdrawn"),
        Step("withdraw_candidates", "registered", "withdrawn"),
        Step("cancel_registration", "registered", "registration_cancelled"),
    ),
)

# A work in the background. One that is interrupted, by a kill or a power cut, has left the state before; the
# same may be asked for again, as a job of its own.
JOB = Lifecycle(
    "job",
    (
        Step("take_up", "waiting", "running"),
        Step("cancel_job", "waiting", "cancelled"),
        Step("end_job", "running", "done"),
        Step("end_job", "running", "refused"),
        Step("end_job", "running", "failed"),
        Step("cancel_job", "running", "cancelled"),
        Step("interrupt", "running", "interrupted"),
    ),
)

LIFECYCLES = (PROTOCOL, CANDIDATE, CONTEST, JOB)
