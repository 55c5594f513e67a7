"""The codes of faults in a law pack, as `dauys law check` names them."""

from __future__ import annotations

from enum import StrEnum


class LawFault(StrEnum):
    """One kind of thing that can be wrong with a law pack. Codes are never reused."""

    PLACE = "N-01"  # a file or an edition is missing, or stands in the wrong place
    UNREADABLE = "N-02"  # not UTF-8, or not TOML
    SHAPE = "N-03"  # an unknown name, a missing or a wrong value
    TRANSLATION = "N-04"  # a sentence is missing in a language
    TWICE = "N-05"  # a code, number, key or name is used twice
    TIME = "N-06"  # periods overlap, leave a gap or end before they begin
    EXPRESSION = "N-07"  # an expression that cannot be read, or over unknown lines
    ANCHOR = "N-08"  # a term counts from an unknown day
    CIRCLE = "N-09"  # deadlines count from each other in a circle
    SOURCE = "N-10"  # a source that act.toml does not list
    TERM = "N-11"  # a term that cannot be: it ends before it starts, or says two things
    CASE = "N-12"  # a worked example does not hold
    UNTRIED = "N-13"  # a relation without a holding or without a breaking case
    CASE_SHAPE = "N-14"  # a worked example that cannot be run
    CITATION = "N-15"  # a rule graded as read, without saying where
