"""Shares of a whole in whole numbers: every published total is met exactly, whatever stands below it.

Real: nothing. Sample: nothing. This is the arithmetic only.
"""

from __future__ import annotations

import random
from collections.abc import Sequence


def share_out(
    total: int,
    weights: Sequence[int],
    *,
    floors: Sequence[int] | int = 0,
    ceilings: Sequence[int] | int | None = None,
) -> list[int]:
    """Whole shares that sum to `total`: first every floor, then the rest by weight, none above its ceiling.

    What the division leaves over goes one by one to the heaviest. Raises ValueError when the floors are above
    the total or the ceilings below it.
    """
    n = len(weights)
    shares = [floors] * n if isinstance(floors, int) else list(floors)
    tops = _tops(total, n, ceilings)
    left = total - sum(shares)
    if left < 0 or sum(tops) < total or any(low > high for low, high in zip(shares, tops, strict=True)):
        raise ValueError(f"{total} does not fit between {sum(shares)} and {sum(tops)}")
    order = sorted(range(n), key=lambda at: -weights[at])
    while left:
        room = [at for at in order if shares[at] < tops[at]]
        heft = sum(weights[at] for at in room)
        parts = {at: left * weights[at] // heft if heft else 0 for at in room}
        if not any(parts.values()):
            parts = dict.fromkeys(room[:left], 1)
        for at, part in parts.items():
            given = min(part, tops[at] - shares[at])
            shares[at] += given
            left -= given
    return shares


def uneven(chance: random.Random, weights: Sequence[int], low: int, high: int) -> list[int]:
    """The weights, each times its own number drawn from low … high: shares that look counted."""
    return [weight * chance.randint(low, high) for weight in weights]


def _tops(total: int, n: int, ceilings: Sequence[int] | int | None) -> list[int]:
    if ceilings is None:
        return [total] * n
    return [ceilings] * n if isinstance(ceilings, int) else list(ceilings)
