"""Verbs of the room: publish an election, or some of its units."""

from dauys.apps.publication.actions.pressing import Published
from dauys.apps.publication.actions.publishing import publish
from dauys.apps.publication.actions.sharing import publish_units

__all__ = ["Published", "publish", "publish_units"]
