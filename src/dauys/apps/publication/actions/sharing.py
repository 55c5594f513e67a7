"""The units of an election shared out: pressed by this process, or by several that it forks."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from dauys.apps.publication.actions.pressing import Press, Published
from dauys.apps.publication.pages.contents import unit_leaves
from dauys.apps.publication.pages.manifests import Manifest
from dauys.apps.publication.pages.voice import Voice

MANY = 400  # units from which on it pays to share them out
SHARE = 40  # units that a worker takes at a time
Share = Sequence[tuple[str, str]]  # code and kind of units
_SHARED: list[Any] = []


def publish_units(
    folder: Path, voices: Sequence[Voice], units: Share, *, compares: bool = False
) -> Published:
    """Write the pages of some units of an election, each unit with its manifest."""
    press = Press(folder, compares=compares)
    election = voices[0].election
    with _uncollected():
        for code, kind in units:
            leaves = (page for voice in voices for page in unit_leaves(voice, code, kind))
            press.put(Manifest(election, code), leaves)
    return press.done


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing that a share of units makes is looked at by the collector before the share is done.

    Pages are made of dictionaries by the thousand, and hardly any of them hold one another in a ring.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def publish_shares(
    folder: Path, voices: Sequence[Voice], units: Share, workers: int, *, compares: bool = False
) -> Iterator[tuple[int, Published]]:
    """How many units are done, and what each share of them came to; see `Press` on what it compares."""
    with_rows = bool(voices[0].book.precincts)  # a unit with thousands of rows is a share by itself
    is_large = with_rows or len(units) > MANY
    size = SHARE if is_large and not with_rows else 1
    shares = [units[start : start + size] for start in range(0, len(units), size)]
    told = 0
    pressed = _pressed(folder, voices, shares, workers if is_large else 1, compares)
    for share, done in zip(shares, pressed, strict=True):
        told += len(share)
        yield told, done


def _pressed(
    folder: Path, voices: Sequence[Voice], shares: Sequence[Share], workers: int, compares: bool
) -> Iterator[Published]:
    gc.freeze()  # no collector walks over the book again and again, and forked it stays one memory
    try:
        if workers == 1 or "fork" not in get_all_start_methods():
            yield from (publish_units(folder, voices, share, compares=compares) for share in shares)
            return
        _SHARED[:] = [folder, voices, compares]  # the children find it in their copy of the memory
        forked = get_context("fork")
        with ProcessPoolExecutor(workers, mp_context=forked, initializer=_end_with_parent) as pool:
            yield from pool.map(_publish_share, shares)
    finally:
        gc.unfreeze()
        _SHARED.clear()


def _publish_share(share: Share) -> Published:
    folder, voices, compares = _SHARED
    return publish_units(folder, voices, share, compares=compares)


def _end_with_parent() -> None:
    """A worker whose parent was killed ends too: else it would wait for ever, and hold the folder."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
