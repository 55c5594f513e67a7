"""Shares as people read them, worked out in whole numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def percent(part: int | None, whole: int | None, places: int) -> str | None:
    """`part` of `whole` in percent with `places` decimals, half up: `percent(791, 1000, 2) == "79.10"`.

    None when either is missing or there is nothing to be a part of (`whole` not above 0). May exceed 100;
    a part below 0 is rounded as its opposite. Raises ValueError for places below 0.
    """
    if places < 0:
        raise ValueError(f"A share has 0 or more decimals, not {places}.")
    if part is None or whole is None or whole <= 0:
        return None
    scale: int = 10**places
    units = (2 * abs(part) * 100 * scale + whole) // (2 * whole)
    sign = "-" if part < 0 and units else ""
    wholes, rest = divmod(units, scale)
    return f"{sign}{wholes}.{rest:0{places}d}" if places else f"{sign}{wholes}"


def percent_units(part: Ints, whole: Ints, places: int) -> Ints:
    """`percent` of columns (n,) in units of the last place: 7910 for "79.10"; `whole` is above 0 throughout.

    Exact for parts up to 2**62 / (200 * 10**places).
    """
    units: Ints = (2 * np.abs(part) * 100 * 10**places + whole) // (2 * whole)
    return np.where(part < 0, -units, units)


def percent_of_units(units: int, places: int) -> str:
    """What `percent` writes for a number of such units."""
    wholes, rest = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{wholes}.{rest:0{places}d}" if places else str(units)
