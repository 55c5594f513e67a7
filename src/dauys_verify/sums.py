"""Every unit against those beneath it, its shares against its counts, its outcome against its votes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dauys_verify.found import Found, Record, total

Results = dict[str, Record]  # of one election in one language, by unit


def check_unit(name: str, result: Record, results: Results, found: Found, rows: Record | None = None) -> None:
    """One unit: sums of those beneath it, and what follows from its own counts.

    `rows` are its precincts, where they are no units but rows of a table, as one more unit beneath.
    """
    _check_shares(name, result, found)
    if "protocol" in result:
        _check_protocol(name, result, found)
    for child in result["children"]:
        if child not in results:
            found.differs(f"{name}: the figures of {child}, which lies in it, are missing.")
    children = [results[child] for child in result["children"] if child in results]
    children += [rows] if rows is not None else []
    if not children:
        return
    for part in ("received", "expected"):
        counted = total(child["coverage"][part] for child in children)
        found.expect(f"{name} {part}", result["coverage"][part], counted)
    for line, claimed in result["lines"].items():
        found.expect(f"{name} {line}", claimed, total(child["lines"].get(line) for child in children))
    for row in result.get("votes", ()):
        votes = total(votes_of(child).get(row["candidate"]) for child in children)
        found.expect(f"{name} votes of {row['candidate']}", row["votes"], votes)
    if "winners" in result:
        found.expect(f"{name} winners", _claimed_winners(result), sum(map(_winners, children), Counter()))


def _check_protocol(name: str, result: Record, found: Found) -> None:
    """The figures of a precinct are those of its protocol, where that one counts."""
    protocol = result["protocol"]
    found.expect(f"{name} received", result["coverage"]["received"], int(protocol is not None))
    if protocol is not None and protocol.get("state") != "kept_out":
        for line, figure in protocol["lines"].items():
            found.expect(f"{name} {line} of the protocol", result["lines"].get(line), figure)
        found.expect(f"{name} votes of the protocol", votes_of(result), protocol["votes"])


def check_contest(name: str, result: Record, standing: Mapping[str, object], found: Found) -> None:
    """The outcome of a contest in its own unit: of its candidates, and none who stands has more votes.

    `standing`: the status of each candidate by id, as the page of candidates has it.
    """
    votes = votes_of(result)
    outcome = result.get("outcome") or {"kind": None, "candidates": []}
    for candidate in outcome["candidates"]:
        if candidate not in votes:
            found.differs(f"{name}: the outcome names {candidate}, who is no candidate here.")
    if outcome["kind"] != "elected":
        return
    if not outcome["candidates"]:
        found.differs(f"{name}: somebody is elected, and the outcome does not say who.")
    for candidate in set(outcome["candidates"]) & set(votes):
        if standing.get(candidate, "registered") != "registered":
            found.differs(f"{name}: {candidate} is elected with the status {standing[candidate]}.")
        for other, count in votes.items():
            stands = standing.get(other, "registered") == "registered" and other not in outcome["candidates"]
            found.sums += 1
            if stands and (count or 0) > (votes[candidate] or 0):
                found.differs(
                    f"{name}: {candidate} is elected with {votes[candidate]} votes, {other} has {count}."
                )


def votes_of(result: Record) -> dict[str, int | None]:
    """Votes by candidate."""
    return {row["candidate"]: row["votes"] for row in result.get("votes", ())}


def _claimed_winners(result: Record) -> Counter[str]:
    """Contests won as a unit says: by party, all without one together ("")."""
    claimed: Counter[str] = Counter()
    for one in result["winners"]:
        claimed[str(one.get("party") or "")] += one["contests"] or 0
    return +claimed


def _winners(result: Record) -> Counter[str]:
    """Contests won in a unit: those it sums up, or its own contest's."""
    if "winners" in result:
        return _claimed_winners(result)
    outcome = result.get("outcome")
    if not outcome or outcome["kind"] != "elected":
        return Counter()
    parties = {row["candidate"]: row["party"] or "" for row in result.get("votes", ())}
    return Counter(parties.get(candidate, "") for candidate in outcome["candidates"])


def _check_shares(name: str, result: Record, found: Found) -> None:
    """Turnout and shares from the counts they stand beside."""
    count, base = result["turnout_count"], result["registered"]
    found.expect(f"{name} turnout", result.get("turnout"), percent_of(count, base, 2))
    for row in result.get("votes", ()):
        share = percent_of(row["votes"], result["participated"], 4)
        found.expect(f"{name} share of {row['candidate']}", row.get("share"), share)


def percent_of(part: int | None, whole: int | None, places: int) -> str | None:
    """Percent, half up, in whole numbers only."""
    if part is None or not whole or whole < 0:
        return None
    units = (2 * abs(part) * 100 * 10**places + whole) // (2 * whole)
    digits = f"{units:0{places + 1}d}"
    sign = "-" if part < 0 and units else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
