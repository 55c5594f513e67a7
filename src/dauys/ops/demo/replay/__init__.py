"""The generated country turned into verbs, each at its moment: a home holds what happened up to its own."""

from dauys.ops.demo.replay.event import Event
from dauys.ops.demo.replay.events import BEGIN, END, events

__all__ = ["BEGIN", "END", "Event", "events"]
