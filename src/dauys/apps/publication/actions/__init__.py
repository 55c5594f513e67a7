"""Verbs of the room: publish an election, or some of its units; follow it, and press what changes."""

from dauys.apps.publication.actions.following import FollowedElection, held_site
from dauys.apps.publication.actions.pressing import Published
from dauys.apps.publication.actions.publishing import publish
from dauys.apps.publication.actions.recording import cancel_republishing, keep_writing, republish_site
from dauys.apps.publication.actions.sharing import publish_units
from dauys.apps.publication.actions.ways import ROWS, WAYS, way_of

__all__ = [
    "ROWS",
    "WAYS",
    "FollowedElection",
    "Published",
    "cancel_republishing",
    "held_site",
    "keep_writing",
    "publish",
    "publish_units",
    "republish_site",
    "way_of",
]
