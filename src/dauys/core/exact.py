"""Shares as people read them, worked out in whole numbers."""

from __future__ import annotations


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
