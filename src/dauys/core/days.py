"""How the law counts days and months from a date: whole calendar days, no clock and no zone."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable

MONTHS_IN_YEAR = 12


def on(day: dt.date, amount: int = 0) -> dt.date:
    """The day itself; `amount` is there so that every way of counting is called alike."""
    return days_after(day, amount)


def days_after(day: dt.date, amount: int) -> dt.date:
    """The day `amount` days after `day`: called on 25.06.2021, ten days after is 05.07.2021.

    Raises OverflowError outside the years 1 to 9999, like every function here.
    Grade DER: "within ten days of the call" is read as the call plus ten; no article on counting was read.
    """
    return day + dt.timedelta(days=amount)


def days_before(day: dt.date, amount: int) -> dt.date:
    """The day `amount` days before `day`, for terms that the law counts simply.

    Tested for campaigning, which ends at 00:00 of the day before election day (election of 25.07.2021:
    24.07.2021 00:00; qazaqtv.com, kt.kz). For notices ("not later than ten days before") grade DER.
    """
    return day - dt.timedelta(days=amount)


def full_days_before(day: dt.date, amount: int) -> dt.date:
    """The day from which `amount` full days lie between it and `day`, so one more is taken off.

    Tested on the ends of nomination and registration: 25 and 20 before 17.09.2023 are 22.08.2023 and
    27.08.2023 (gov.kz, karaganda-aktogay 30102); 30 and 25 before 05.11.2023 are 05.10.2023 and 10.10.2023
    (vesti-kazakhstan.net); 30 and 25 before 26.10.2025 are 25.09.2025 and 30.09.2025 (ru.200.news).
    """
    return days_before(day, amount + 1)


def months_after(day: dt.date, amount: int) -> dt.date:
    """The same day of the month `amount` months later; a month too short for it ends on its last day.

    31.01.2021 and one month is 28.02.2021. Grade DER: the law as read says "within one month" and no more.
    """
    months = day.year * MONTHS_IN_YEAR + day.month - 1 + amount
    year, month = months // MONTHS_IN_YEAR, months % MONTHS_IN_YEAR + 1
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError("date value out of range")
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_before(day: dt.date, amount: int) -> dt.date:
    """The same day of the month `amount` months earlier; clamped as in `months_after`, grade DER."""
    return months_after(day, -amount)


COUNTING: dict[str, Callable[[dt.date, int], dt.date]] = {
    count.__name__: count
    for count in (on, days_after, days_before, full_days_before, months_after, months_before)
}


def counted(day: dt.date, count: str, amount: int) -> dt.date:
    """`amount` counted from `day` in the way that a deadline's `count` names; KeyError for another name."""
    return COUNTING[count](day, amount)
