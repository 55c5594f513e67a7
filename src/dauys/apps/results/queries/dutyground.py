"""What duties hang on (elections, commissions, contests, marks), kept while the journal confirms it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from dauys.apps.calendar.models import AdoptedTerm, Mark
from dauys.apps.calendar.queries import KEEPERS, adopted_for, adopted_terms, keepers_of, plan_of
from dauys.apps.commissions.models import Commission
from dauys.apps.elections.models import Contest, Election, ListedPrecinct
from dauys.apps.elections.queries import contests_of, elections, law_of
from dauys.apps.journal.queries import Point, last_point, verbs_since
from dauys.apps.results.queries.states import Timeline, timelines_of_contests, zones_of_contests
from dauys.apps.territory.models import Unit
from dauys.core.norms import Pack, Words
from dauys.core.timetable import Term

MARKING = frozenset({"mark_done", "withdraw_mark"})
INTAKES = frozenset({"accept_protocol", "import_protocols", "release_protocol"})
# What touches neither an election, a commission, a contest nor a mark; what is not known to be so is taken
# for a change of all.
BESIDE = frozenset(
    {
        "report_turnout", "enter_people", "replace_member", "elect_officers", "suspend_member",
        "restore_member", "appoint_staff", "end_appointment", "invite_holder", "withdraw_invitation",
        "issue_invitation", "end_invitation", "accept_invitation", "lock_account", "unlock_account",
        "end_account", "reset_second_factor", "change_address", "set_password", "choose_language",
        "end_sessions", "lock_out", "add_second_factor", "remove_second_factor", "renew_recovery_codes",
        "send_reminders", "open_subscription", "end_subscription", "prepare_import", "look_again",
        "map_columns", "take_import", "cancel_import", "cancel_republishing", "clear_uploads",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """One commission, as duties see it."""

    key: int
    code: str
    country: str
    level: str
    unit: int  # key
    unit_code: str
    path: str
    zone: str  # "" where no unit at or above has one: that of the act
    name: Words
    unit_name: Words
    phone: str
    valid_from: dt.date | None  # of the unit
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class Stand:
    """One commission in one election: the plan in its local time, the contests on its line of the tree."""

    post: Post
    terms: tuple[Term, ...]
    owed: tuple[Term, ...]  # those of its level; the same object for all of one level and one time
    adopted: Mapping[str, AdoptedTerm]
    contests: tuple[int, ...]  # keys: at, above or beneath its unit
    keeper: int  # key of the unit whose commission keeps the plan; 0 above those that do
    runs: bool  # it is that commission


@dataclass(frozen=True, slots=True)
class Poll:
    """One election and all commissions that it asks something of."""

    election: Election
    pack: Pack
    timelines: Mapping[int, Timeline]  # by contest key
    ended: Mapping[int, dt.datetime | None]  # by contest key, when it asked nothing more
    stands: Mapping[int, Stand]  # by commission key
    line: Sequence[tuple[str, Stand]]  # by path, in tree order

    def beneath(self, path: str) -> Sequence[Stand]:
        """The commissions of a unit and of all beneath it."""
        start = bisect_left(self.line, path, key=lambda one: one[0])
        end = bisect_left(self.line, path + "\x7f", key=lambda one: one[0])
        return [stand for _, stand in self.line[start:end]]

    def is_over_for(self, stand: Stand, at: dt.datetime) -> bool:
        """Whether every contest on its line was closed, cancelled or called again: nothing more is asked."""
        return all((end := self.ended[key]) is not None and end <= at for key in stand.contests)


Done = dict[tuple[int, int, str], dt.datetime]  # by election, unit and deadline: when it was done


@dataclass(frozen=True, slots=True)
class Ground:
    """All of it, as it is where the journal ends at `seen`."""

    seen: Point
    polls: tuple[Poll, ...]  # the latest election first
    posts: Mapping[tuple[str, str], Post]  # by country and code
    done: Done
    last_mark: int


_kept: list[Ground] = []  # one, or none yet
_turn = Lock()


def forget() -> None:
    """Read everything again at the next question."""
    _kept.clear()


def ground() -> Ground:
    """Confirmed by one query, else read: some for each election, however many commissions there are."""
    with _turn:
        kept = _kept[0] if _kept else None
        since = verbs_since(kept.seen) if kept else None
        found = _renewed(kept, *since) if kept and since else _read()
        _kept[:] = [found]
        return found


def _renewed(kept: Ground, verbs: set[str], end: Point) -> Ground:
    changed = verbs - BESIDE
    if not changed:
        return replace(kept, seen=end)
    if changed - MARKING - INTAKES:
        posts = _posts()
        polls = tuple(_poll(election, posts) for election in elections())
        kept = replace(kept, polls=polls, posts=_by_code(posts))
    elif changed & INTAKES:
        kept = replace(kept, polls=tuple(_with_intakes(poll) for poll in kept.polls))
    last = _read_marks(kept.done, kept.last_mark) if changed & MARKING else kept.last_mark
    return replace(kept, seen=end, last_mark=last)


def _read() -> Ground:
    seen = last_point()  # before anything is read
    posts = _posts()
    polls = tuple(_poll(election, posts) for election in elections())
    done: Done = {}
    return Ground(seen, polls, _by_code(posts), done, _read_marks(done, 0))


def _read_marks(done: Done, last: int) -> int:
    """Take in the marks after a key, and give the last key: keys come in the order of the journal."""
    rows, seen = Mark.objects.filter(id__gt=last).order_by("id"), last
    columns = ("id", "election_id", "unit_id", "deadline", "done_at", "withdraws__id")
    for key, election, unit, deadline, at, withdraws in rows.values_list(*columns).iterator(10_000):
        seen = key
        if withdraws is None:
            done[election, unit, deadline] = at
        else:
            done.pop((election, unit, deadline), None)
    return seen


def _by_code(posts: Sequence[Post]) -> dict[tuple[str, str], Post]:
    return {(post.country, post.code): post for post in posts}


_COLUMNS = (
    "id", "code", "country", "level", "phone", "name_kk", "name_ru", "name_en", "unit_id", "unit__code",
    "unit__path", "unit__name_kk", "unit__name_ru", "unit__name_en", "unit__valid_from", "unit__valid_to",
)  # fmt: skip


def _posts() -> list[Post]:
    """All commissions in tree order: two queries."""
    zones = dict(Unit.objects.exclude(zone="").values_list("path", "zone"))
    rows = Commission.objects.values_list(*_COLUMNS)
    found = [
        Post(
            key, code, country, level, unit, unit_code, path, _zone(path, zones),
            _worded(kk, ru, en), _worded(unit_kk, unit_ru, unit_en), phone, begins, ends,
        )
        for key, code, country, level, phone, kk, ru, en, unit, unit_code, path, unit_kk, unit_ru, unit_en,
        begins, ends in rows
    ]  # fmt: skip
    return sorted(found, key=lambda post: (post.path, post.key))


def _worded(kk: str, ru: str, en: str) -> Words:
    return Words(kk=kk or ru or en, ru=ru or kk or en, en=en or ru or kk)


def _prefixes(path: str) -> list[str]:
    """A path and all above it, the nearest first."""
    return [path[:end] for end in range(len(path), 0, -Unit.steplen)]


def _zone(path: str, zones: Mapping[str, str]) -> str:
    return next((zones[one] for one in _prefixes(path) if one in zones), "")


def _with_intakes(poll: Poll) -> Poll:
    """A protocol that comes after a result was established opens it again; before, it changes no duty."""
    if not any(one.established for one in poll.timelines.values()):
        return poll
    timelines = _timelines(poll.election, poll.pack)
    return replace(poll, timelines=timelines, ended=_ends(timelines))


def _timelines(election: Election, pack: Pack) -> dict[int, Timeline]:
    return timelines_of_contests(election, zones_of_contests(election, pack))


def _poll(election: Election, posts: Sequence[Post]) -> Poll:
    pack = law_of(election)
    lines = _Lines.of(election)
    plans = _Plans(election, pack, adopted_terms(election))
    stands: dict[int, Stand] = {}
    for post in posts:
        contests = lines.contests(post) if post.country == election.country.code else ()
        if contests:
            adopted, terms, owed = plans.of(post)
            keeper = lines.keeper(post)
            runs = keeper == post.unit and lines.is_run_by(post)
            stands[post.key] = Stand(post, terms, owed, adopted, contests, keeper, runs)
    line = [(stand.post.path, stand) for stand in stands.values()]
    timelines = _timelines(election, pack)
    return Poll(election, pack, timelines, _ends(timelines), stands, line)


def _ends(timelines: Mapping[int, Timeline]) -> dict[int, dt.datetime | None]:
    return {key: one.ended_at for key, one in timelines.items()}


@dataclass(frozen=True, slots=True)
class _Lines:
    """Which contests lie on the line of a unit, and who keeps the plan there."""

    day: dt.date
    own: Mapping[str, Contest]  # by path of the unit
    beneath: Mapping[str, tuple[int, ...]]  # at and above contests, by path: their keys
    keepers: Mapping[str, int]  # by path of the contest's unit: key of the keeper's unit
    running: frozenset[str]  # paths of the keepers' units
    listed: Mapping[int, frozenset[int]]  # by contest key: the precincts that its file lists

    @classmethod
    def of(cls, election: Election) -> _Lines:
        """Three queries."""
        contests = list(contests_of(election))
        districts = Unit.objects.filter(country=election.country.code, kind__in=KEEPERS)
        keepers = keepers_of(contests, districts)
        beneath: dict[str, list[int]] = defaultdict(list)
        for contest in contests:
            for path in _prefixes(contest.unit.path):
                beneath[path].append(contest.id)
        listed: dict[int, set[int]] = defaultdict(set)
        rows = ListedPrecinct.objects.filter(contest__election=election)
        for key, precinct in rows.values_list("contest_id", "precinct_id"):
            listed[key].add(precinct)
        return cls(
            election.election_day,
            {contest.unit.path: contest for contest in contests},
            {path: tuple(keys) for path, keys in beneath.items()},
            {contest.unit.path: keepers[contest.id].pk for contest in contests},
            frozenset(keepers[contest.id].path for contest in contests),
            {key: frozenset(units) for key, units in listed.items()},
        )

    def contests(self, post: Post) -> tuple[int, ...]:
        """Those at, above or beneath its unit; none for a precinct that does not vote in it."""
        if post.path in self.beneath:
            return self.beneath[post.path]
        above = next((self.own[one] for one in _prefixes(post.path) if one in self.own), None)
        if above is None or not self._stands(post):
            return ()
        listed = self.listed.get(above.id)
        return (above.id,) if listed is None or post.unit in listed else ()

    def _stands(self, post: Post) -> bool:
        begun = post.valid_from is None or post.valid_from <= self.day
        return begun and (post.valid_to is None or self.day < post.valid_to)

    def keeper(self, post: Post) -> int:
        """The key of the unit whose commission keeps the plan that the post works by; 0 above those."""
        if self.is_run_by(post):
            return post.unit
        return next((self.keepers[one] for one in _prefixes(post.path) if one in self.keepers), 0)

    def is_run_by(self, post: Post) -> bool:
        """Whether contests are run from its unit."""
        return post.path in self.running


class _Plans:
    """The terms of an election in the local time of each commission; those of one time are one object."""

    def __init__(self, election: Election, pack: Pack, adopted: Sequence[AdoptedTerm]) -> None:
        self._election, self._pack, self._adopted = election, pack, adopted
        self._made: dict[tuple[object, ...], tuple[Term, ...]] = {}
        self._owed: dict[tuple[object, ...], tuple[Term, ...]] = {}

    def of(self, post: Post) -> tuple[Mapping[str, AdoptedTerm], tuple[Term, ...], tuple[Term, ...]]:
        """What was set by commissions, the whole plan, and of it what the post's level owes."""
        adopted = adopted_for(post.path, self._adopted) if self._adopted else {}
        zone = post.zone or self._pack.act.default_zone
        key = (zone, *sorted(row.id for row in adopted.values()))
        if key not in self._made:
            self._made[key] = tuple(plan_of(self._pack, self._election, zone, adopted))
        terms = self._made[key]
        if (post.level, key) not in self._owed:
            self._owed[post.level, key] = tuple(term for term in terms if post.level in term.owed_by)
        return adopted, terms, self._owed[post.level, key]
