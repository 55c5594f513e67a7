"""Precincts and contests that have no place in the tree any more: nothing can be added up over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from dauys.apps.elections.models import Contest
from dauys.apps.results import rules

MEND = "Put the territory back as a backup has it (territory_unit, column path)."
FEW = 5  # rows that are named one by one


def in_order_of_keys(ground: rules.Ground) -> rules.Ground:
    """The same ground with its precincts sorted by key, as `above_of` looks them up."""
    places = ground.precincts
    order = np.argsort(places.ids)
    sorted_places = rules.Precincts(places.codes[order.tolist()], places.ids[order], places.above[order])
    return replace(ground, precincts=sorted_places)


def above_of(ground: rules.Ground, precincts: rules.Ints) -> rules.Ints:
    """The index of the unit that each precinct (n, keys) hangs on; -1 where it has none, or is not here."""
    places = ground.precincts
    if not len(places):
        return np.full(len(precincts), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(places.ids, precincts), len(places) - 1)
    return np.where(places.ids[at] == precincts, places.above[at], -1)


def out_of_tree(ground: rules.Ground) -> Iterator[str]:
    """Units and precincts that hang on no unit, in words."""
    known = set(ground.paths)
    lost = [
        f"unit {key}"
        for key, path in zip(ground.ids.tolist(), ground.paths, strict=True)
        if len(path) % rules.STEP or (len(path) > rules.STEP and path[: -rules.STEP] not in known)
    ]
    places = ground.precincts
    lost += [f"precinct {places.codes[at]}" for at in np.flatnonzero(places.above < 0).tolist()]
    for name in lost[:FEW]:
        yield f"The tree has no place for {name}: what it hangs on is not here. {MEND}"
    if len(lost) > FEW:
        yield f"The tree has no place for {len(lost) - FEW} more."


def misplaced(ground: rules.Ground, contest: Contest, precincts: rules.Ints) -> list[str]:
    """Why the protocols of precincts (n, keys) can't be added up in a contest; the ground as sorted above."""
    part = ground.within(contest.unit.path)
    if part.start >= part.stop:
        return [f"{contest.code}: its unit {contest.unit.code} is none that precincts hang on. {MEND}"]
    above = above_of(ground, precincts)
    strange = precincts[(above < part.start) | (above >= part.stop)].tolist()
    if not strange:
        return []
    codes = dict(zip(ground.precincts.ids.tolist(), ground.precincts.codes.to_list(), strict=True))
    named = ", ".join(codes.get(key, f"unit {key}, which is not here") for key in strange[:FEW])
    more = f" and {len(strange) - FEW} more" if len(strange) > FEW else ""
    why = f"protocols came of precincts that don't lie in {contest.unit.code}: {named}{more}"
    return [f"{contest.code}: its sums can't be counted again, for {why}. {MEND}"]
