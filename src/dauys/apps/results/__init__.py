"""Protocols, their versions and findings; tallies, outcome, establishment."""
