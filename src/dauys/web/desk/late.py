"""Late duties beneath a commission: by area, down to each commission with whom to call."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dauys.apps.results.queries.duties import (
    Late,
    Post,
    commissions_asked,
    late_beneath,
    leaders_of,
    post_of,
)
from dauys.apps.territory.queries import unit_of, units_at
from dauys.press import wording
from dauys.web.ui.doors import Desk, DeskRequest, screen
from dauys.web.ui.tables import address, csv_answer, page_of, pages_of
from dauys.web.ui.terms import election_name, when_said

HEADS = ("commission", "unit", "election", "duty", "article", "term", "days", "phone", "chair", "secretary")
STEP = 4  # signs of a path for each level of the tree
Leaders = Mapping[tuple[int, str], str]  # by commission and office


def path_of(desk: Desk, /, **named: Any) -> list[str]:
    """The path of the unit looked at; one's own without a name."""
    unit = named.get("unit", "")
    found = unit_of(desk.holds.country, unit) if unit else None
    if unit and found is None:
        raise Http404
    return [found.path if found else desk.holds.path]


@screen("see_late_duties", of=path_of)
def late(request: DeskRequest, unit: str = "") -> HttpResponse:
    """What is overdue in an area: counts for each part of it, and each duty with its commission."""
    desk = request.desk
    [path] = path_of(desk, unit=unit)
    own = post_of(desk.holds.country, desk.holds.commission)
    but = own.key if own else 0
    everything = late_beneath(path, desk.at, but=but)
    asked = {name: request.GET.get(name, "") for name in ("duty", "election")}
    rows = [one for one in everything if _is_asked(one, asked)]
    if request.GET.get("format") == "csv":
        leaders = leaders_of((one.post for one in rows), desk.day)
        heads = [desk.said(f"desk.late.heads.{name}") for name in HEADS]
        return csv_answer("late", heads, [list(_cells(one, desk, leaders)) for one in rows])
    page = page_of(request, rows, max(len(rows), 1) if request.GET.get("all") else 50)
    leaders = leaders_of((one.post for one in page.object_list), desk.day)
    posts = commissions_asked(path, desk.at, but=but)
    context = {
        "asked": asked,
        "unit": unit,
        "ways": _ways(desk, path),
        "areas": _areas(desk, path, posts, rows),
        "filters": _filters(desk, everything, asked),
        "count": len(rows),
        "commissions": len(posts),
        "with_late": len({one.post.key for one in rows}),
        "rows": [_row(one, desk, leaders) for one in page.object_list],
        "page": page,
        "pages": pages_of(page, asked),
        "csv": address(asked, format="csv"),
        "all": address(asked, all="1") if page.paginator.num_pages > 1 else "",
    }
    return render(request, "desk/late.html", context)


def _is_asked(one: Late, asked: dict[str, str]) -> bool:
    wanted = (asked["duty"], asked["election"])
    return all(
        not want or want == has for want, has in zip(wanted, (one.term.code, one.election.code), strict=True)
    )


def _filters(desk: Desk, rows: Sequence[Late], asked: dict[str, str]) -> list[dict[str, object]]:
    """The duties and elections that anything is late of."""
    duties = {
        one.term.code: (one.term.number, f"{one.term.number}. {one.term.activity.in_language(desk.language)}")
        for one in rows
    }
    elections = {one.election.code: election_name(one.election, desk.language) for one in rows}
    choices = {
        "duty": [(code, name) for code, (_, name) in sorted(duties.items(), key=lambda one: one[1])],
        "election": sorted(elections.items(), reverse=True),
    }
    return [
        {
            "name": name,
            "word": desk.said(f"desk.late.heads.{name}"),
            "choices": choices[name],
            "chosen": asked[name],
        }
        for name in choices
    ]


def _ways(desk: Desk, path: str) -> list[tuple[str, str]]:
    """The units from one's own down to the one looked at, with their addresses."""
    above = [path[:end] for end in range(len(desk.holds.path), len(path) + 1, STEP)]
    return [
        (_address(one.code if one.path != desk.holds.path else ""), _name(one, desk.language))
        for one in units_at(above)
    ]


def _name(unit: object, language: str) -> str:
    return str(getattr(unit, f"name_{language}") or getattr(unit, "name_kk", ""))


def _address(unit: str) -> str:
    return reverse("late_in", kwargs={"unit": unit}) if unit else reverse("late")


def _areas(desk: Desk, path: str, posts: Sequence[Post], rows: Sequence[Late]) -> list[dict[str, object]]:
    """The parts right beneath a unit: commissions asked, those late, late duties; the worst first."""
    end = len(path) + STEP
    asked = Counter(post.path[:end] for post in posts)
    late_ones = Counter(one.post.path[:end] for one in rows)
    behind = Counter(part for part, _ in {(one.post.path[:end], one.post.key) for one in rows})
    names = {unit.path: unit for unit in units_at(asked)}
    found = [
        {
            "name": _name(names[part], desk.language),
            "url": _address(names[part].code) if part != path and names[part].kind != "precinct" else "",
            "commissions": count, "behind": behind[part], "late": late_ones[part],
        }
        for part, count in asked.items()
        if part in names
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-int(str(one["late"])), _alphabetical(str(one["name"]), desk)))


def _alphabetical(name: str, desk: Desk) -> tuple[str | int, ...]:
    return wording.sort_key(wording.proper(name, desk.language), desk.language)


def _row(one: Late, desk: Desk, leaders: Leaders) -> dict[str, object]:
    language = desk.language
    return {
        "commission": one.post.name.in_language(language),
        "unit": one.post.unit_name.in_language(language),
        "activity": f"{one.term.number}. {one.term.activity.in_language(language)}",
        "article": one.term.article,
        "election": election_name(one.election, language),
        "when": when_said(one.term, language),
        "days": days_late(one, desk.at),
        "phone": one.post.phone,
        "chair": leaders.get((one.post.key, "chair"), ""),
        "secretary": leaders.get((one.post.key, "secretary"), ""),
    }


def days_late(one: Late, at: dt.datetime) -> int:
    """How many days have begun since the term, on its own clock."""
    return (at.astimezone(one.due_at.tzinfo).date() - one.due_at.date()).days


def _cells(one: Late, desk: Desk, leaders: Leaders) -> Iterator[object]:
    row = _row(one, desk, leaders)
    yield from (row["commission"], row["unit"], one.election.code, row["activity"], row["article"])
    yield from (one.due_at.isoformat(), row["days"], row["phone"], row["chair"], row["secretary"])
