"""All events of the sample, oldest first: the country of 25.07.2021 and the rehearsal of 24.10.2021."""

from __future__ import annotations

import datetime as dt

from dauys.ops.demo import country as sample
from dauys.ops.demo.replay.campaign import campaign
from dauys.ops.demo.replay.entrance import entrance
from dauys.ops.demo.replay.event import CAPITAL, Event
from dauys.ops.demo.replay.ground import ground
from dauys.ops.demo.replay.night import night
from dauys.ops.demo.replay.saying import saying

GROUND = dt.datetime(2021, 6, 24, 9, tzinfo=CAPITAL)  # the day on which the Central Election Commission met
BEGIN = dt.datetime(2021, 6, 25, 9, 1, tzinfo=CAPITAL)  # the first moment at which there is something to show
END = dt.datetime(2021, 10, 28, 18, 0, tzinfo=CAPITAL)


def events() -> list[Event]:
    """Every event, in order of time; those of one moment in the order in which they were made."""
    land, rehearsal = sample.country(), sample.rehearsal()
    found = [
        *ground(GROUND),
        *entrance(GROUND),
        *campaign(land),
        *saying(land, sample.CITED),
        *night(land),
        *campaign(rehearsal),
        *saying(rehearsal, sample.REHEARSED),
        *night(rehearsal),
    ]
    return sorted(found, key=lambda event: event.at)
