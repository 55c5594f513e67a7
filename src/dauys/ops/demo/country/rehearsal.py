"""A second, small election that holds what must not disturb the published totals; all of it is sample.

Real: the district's name, the law's terms. Sample: the election itself, its eight units, people and figures.
Each contest shows one thing: a tie, a cancelled poll, a correction after establishment, votes missing above
the margin, an extended nomination, a withdrawal, "against all" first, a protocol released with an error.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dauys.ops.demo.country.building import precinct_names
from dauys.ops.demo.country.night import CAPITAL, SWAPPED, act, turnout_by_hour
from dauys.ops.demo.country.people import People, Sex
from dauys.ops.demo.country.places import places_on
from dauys.ops.demo.country.records import (
    Candidate,
    Contest,
    Country,
    District,
    Names,
    Precinct,
    Region,
    Version,
)
from dauys.ops.demo.country.voting import protocol_lines
from dauys.press.wording import sort_key

ELECTION = "kz-akim-2021-10-24"
NOTE = Names(
    "Жаттығу сайлауы: сайлаудың өзі, округтер, адамдар мен сандар ойдан шығарылған; ауданның атауы мен "
    "заңдағы мерзімдер ғана шынайы.",
    "Учебные выборы: сами выборы, округа, люди и цифры вымышлены; настоящие только название района и сроки "
    "по закону.",
    "A rehearsal: the election, its units, people and figures are invented; only the district's name and the "
    "law's terms are real.",
)
LAW = "kz/akim/2021"
CALLED_ON = dt.date(2021, 9, 24)
ELECTION_DAY = dt.date(2021, 10, 24)
REGION, DISTRICT = "190000000", "195800000"  # a district that did not vote on 25.07.2021
SEED = 20211024
RELEASE = 12  # number of the act by which a protocol is let into the totals
FIRST_NUMBER = 901  # of the precincts, so that none is taken for one of July


def _at(month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2021, month, day, hour, minute, tzinfo=CAPITAL)


NOMINATION_END = _at(10, 8, 18)  # 15 full days before the day, as in July
EXTENDED_TO = _at(10, 11, 18)  # three days more, article 113-3(6)
REGISTRATION_END = _at(10, 13, 18)
MEETING = _at(10, 26, 10)


@dataclass(frozen=True, slots=True)
class _Case:
    """One contest: voters by precinct; per precinct, votes by ballot place, against all, invalid."""

    note: Names
    lists: tuple[int, ...]
    figures: tuple[tuple[int, ...], ...]  # fewer than lists: the last precincts send nothing
    winner: int | None
    is_established: bool = True


CASES = {
    "tie": _Case(
        Names("Дауыстар тең: қайта сайлау", "Голоса равны: повторные выборы", "A tie: repeat election"),
        (620, 540),
        ((201, 188, 60, 14, 4), (150, 163, 70, 9, 3)),
        winner=None,
    ),
    "cancelled": _Case(
        Names("Дауыс берудің күші жойылды", "Голосование отменено", "A cancelled poll"),
        (480, 510),
        (),
        winner=None,
        is_established=False,
    ),
    "corrected": _Case(
        Names(
            "Қорытынды белгіленгеннен кейінгі түзету жеңімпазды өзгертеді",
            "Исправление после установления итогов меняет победителя",
            "A correction after establishment changes the winner",
        ),
        (700, 660),
        ((245, 239, 11, 5), (224, 227, 12, 4)),
        winner=1,
    ),
    "missing": _Case(
        Names(
            "Келіп түспеген хаттамадағы дауыстар айырмадан көп болуы мүмкін",
            "В неполученном протоколе голосов может быть больше, чем отрыв",
            "The missing protocol may hold more votes than the margin",
        ),
        (690, 720, 810),
        ((270, 241, 10, 6), (288, 260, 14, 2)),
        winner=None,
        is_established=False,
    ),
    "extended": _Case(
        Names(
            "Ұсыну мерзімі ұзартылды: бір ғана кандидат ұсынылған еді",
            "Выдвижение продлено: был выдвинут только один кандидат",
            "Nomination extended: only one candidate had been nominated",
        ),
        (530,),
        ((290, 104, 12, 3),),
        winner=1,
    ),
    "withdrawn": _Case(
        Names(
            "Кандидат тіркелгеннен кейін кандидатурасын алып тастады",
            "Кандидат снялся после регистрации",
            "A candidate withdrew after registration",
        ),
        (590, 410),
        ((240, 180, 0, 15, 6), (160, 131, 0, 8, 2)),
        winner=1,
    ),
    "against_all": _Case(
        Names(
            "«Бәріне қарсымын» бірінші: заңда ереже табылмады",
            "«Против всех» на первом месте: правила в законе не найдено",
            '"Against all" comes first: no rule was found in the law',
        ),
        (450,),
        ((110, 92, 131, 5),),
        winner=None,
        is_established=False,
    ),
    "released": _Case(
        Names(
            "Қатесі бар хаттама себебі жазылып, қорытындыға енгізілді",
            "Протокол с ошибкой учтен в итогах, причина записана",
            "A protocol with an error counts, and the reason is recorded",
        ),
        (640, 505),
        ((310, 150, 9, 7), (220, 141, 6, 3)),
        winner=1,
    ),
}


@lru_cache(maxsize=1)
def rehearsal() -> Country:
    """The rehearsal: one region, one district, eight contests; always the same."""
    chance = random.Random(SEED)
    people = People(chance)
    contests, number = [], FIRST_NUMBER
    for order, (what, case) in enumerate(CASES.items(), start=1):
        contest = _contest(f"{DISTRICT[:4]}.r{order}", order, number, case, people, chance)
        contests.append(TWISTS.get(what, lambda own: own)(contest))
        number += len(case.lists)
    land = places_on(ELECTION_DAY)
    district = District(DISTRICT, land[DISTRICT].names, tuple(contests))
    zone = land[REGION].zone or land["KZ"].zone
    region = Region(REGION, land[REGION].names, zone, (district,), frozenset())
    return Country(ELECTION, LAW, CALLED_ON, ELECTION_DAY, (region,), NOTE)


def _contest(
    unit: str, order: int, first: int, case: _Case, people: People, chance: random.Random
) -> Contest:
    precincts = []
    for place, voters in enumerate(case.lists):
        own = case.figures[place] if place < len(case.figures) else None
        at = _at(10, 24, 21, 5) + dt.timedelta(minutes=7 * order + 31 * place)
        versions = (_version(voters, own, at, chance),) if own else ()
        turnout = turnout_by_hour(sum(own) if own else voters * 7 // 10, CAPITAL, chance)
        number = first + place
        code = f"{unit}.{place + 1}"
        precincts.append(Precinct(code, number, precinct_names(number), voters, 5, turnout, versions))
    standing = len(case.figures[0]) - 2 if case.figures else 2
    candidates = _candidates(standing, people, chance)
    return Contest(
        unit=unit,
        names=Names(
            f"№ {order} жаттығу ауылдық округі",
            f"Учебный сельский округ № {order}",
            f"Rehearsal rural district No. {order}",
        ),
        real_names=False,
        form="rural_district",
        call="early",
        candidates=candidates,
        precincts=tuple(precincts),
        established_at=MEETING + dt.timedelta(minutes=20 * order) if case.is_established else None,
        winner=case.winner,
        winner_party=candidates[case.winner - 1].party if case.winner else None,
        note=case.note,
    )


def _candidates(standing: int, people: People, chance: random.Random) -> tuple[Candidate, ...]:
    """Candidates in ballot order; the first by the alphabet stands for a party."""
    sexes: list[Sex] = ["m", "f", "m"]
    names = sorted(
        ((people.name(REGION, sex), sex) for sex in sexes[:standing]), key=lambda one: sort_key(one[0], "kk")
    )
    return tuple(
        Candidate(
            number=number,
            name=name,
            party="Auyl" if number == 1 else None,
            sex=sex,
            birth_year=people.birth_year(),
            nominated_by="party" if number == 1 else "self",
            nominated_at=_at(9, 27 + number, chance.randint(9, 17)),
            registered_at=_at(10, 9 + number, chance.randint(9, 17)),
        )
        for number, (name, sex) in enumerate(names, start=1)
    )


def _version(voters: int, own: Sequence[int], at: dt.datetime, chance: random.Random) -> Version:
    lines = protocol_lines(voters, sum(own), own, chance)
    return Version(at, lines, {str(number): count for number, count in enumerate(own[:-2], start=1)})


def _cancel(contest: Contest) -> Contest:
    """The poll is cancelled in the afternoon of the day; nothing is counted."""
    precincts = tuple(replace(own, turnout=own.turnout[:3]) for own in contest.precincts)
    return replace(contest, precincts=precincts, cancelled_at=_at(10, 24, 14, 30))


def _correct(contest: Contest) -> Contest:
    """Established, then opened again: in one precinct the votes of the two had changed places."""
    first, second = contest.precincts
    good = first.final
    wrong = replace(good, votes={"1": good.votes["2"], "2": good.votes["1"]})
    reopened = _at(10, 27, 11, 15)
    right = replace(good, at=reopened, reason=act(SWAPPED, reopened))
    precincts = (replace(first, versions=(wrong, right)), second)
    return replace(contest, precincts=precincts, reopened_at=reopened, established_again_at=_at(10, 27, 16))


def _extend(contest: Contest) -> Contest:
    """One candidate at the end of nomination; the superior akim nominates the second within the extension."""
    own, added = contest.candidates
    later = replace(
        added,
        nominated_by="superior_akim",
        nominated_at=_at(10, 11, 12),
        registered_at=_at(10, 13, 15),
    )
    return replace(contest, candidates=(own, later), nomination_extended_to=EXTENDED_TO)


def _withdraw(contest: Contest) -> Contest:
    """The third withdraws on the last day for it, two days before the day: the ballot keeps the place."""
    *others, third = contest.candidates
    return replace(contest, candidates=(*others, replace(third, withdrawn_at=_at(10, 22, 10))))


def _release(contest: Contest) -> Contest:
    """One ballot received is neither issued nor cancelled; the commission minutes it and lets it count."""
    first, second = contest.precincts
    good = first.final
    short = good.lines | {"ballots_cancelled": good.lines["ballots_cancelled"] - 1}
    released = _at(10, 25, 9, 40)
    kept = replace(good, lines=short, released_at=released, release_reason=act(RELEASE, released))
    return replace(contest, precincts=(replace(first, versions=(kept,)), second))


TWISTS = {
    "cancelled": _cancel,
    "corrected": _correct,
    "extended": _extend,
    "withdrawn": _withdraw,
    "released": _release,
}
