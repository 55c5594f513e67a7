"""A duty as a row of a desk: in words, with what this office may do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from dauys.apps.elections.queries import law_of
from dauys.apps.results.queries.duties import BUCKETS, Duty
from dauys.core.norms import Pack
from dauys.web.ui.doors import Desk
from dauys.web.ui.terms import Action, Line, election_name, line_of, screen_of


def lines_of(duties: Iterable[Duty], desk: Desk) -> list[Line]:
    """The rows of duties, in their order."""
    packs: dict[int, Pack] = {}
    may_mark, may_withdraw = (desk.may(verb, desk.holds.path) for verb in ("mark_done", "withdraw_mark"))
    found = []
    for duty in duties:
        if duty.election.id not in packs:
            packs[duty.election.id] = law_of(duty.election)
        line = line_of(duty.row, packs[duty.election.id], desk.language)
        line.election = election_name(duty.election, desk.language)
        _add_evidence(line, duty, desk)
        line.actions = _actions(duty, desk, may_mark=may_mark, may_withdraw=may_withdraw)
        found.append(line)
    return found


def _add_evidence(line: Line, duty: Duty, desk: Desk) -> None:
    mark = duty.mark
    if mark is None:
        return
    line.evidence, line.link = mark.evidence, mark.link
    if mark.file is not None:
        line.file = mark.file.about
        if desk.may("see_files", mark.file.of):
            line.file_url = reverse("file", kwargs={"code": mark.file.code})
    if not duty.is_own:
        line.notes.append(desk.said("desk.today.marked_above"))


def _actions(duty: Duty, desk: Desk, *, may_mark: bool, may_withdraw: bool) -> list[Action]:
    """Addresses with their words: mark it, go to where it is done, withdraw the mark."""
    named = {"election": duty.election.code, "unit": duty.post.unit_code, "deadline": duty.term.code}
    found = []
    screen = screen_of(duty.term, desk)
    if duty.mark is None and duty.may_be_marked and may_mark:
        found.append((reverse("mark_done", kwargs=named), desk.said("desk.mark.button"), True))
    if duty.may_be_set and duty.row.state in {"coming", "due", "open", "unknown"} and desk.may("adopt_term"):
        found.append((reverse("adopt_term", kwargs=named), desk.said("desk.adopt.button"), False))
    if screen is not None:
        found.append((*screen, False))
    if duty.may_be_withdrawn and may_withdraw:
        found.append((reverse("withdraw_mark", kwargs=named), desk.said("desk.withdraw.button"), False))
    return found


def by_bucket(duties: Iterable[Duty]) -> Mapping[str, Sequence[Duty]]:
    """All buckets in their order, empty ones too."""
    found: dict[str, list[Duty]] = {name: [] for name in BUCKETS}
    for duty in duties:
        found[duty.bucket].append(duty)
    return found
