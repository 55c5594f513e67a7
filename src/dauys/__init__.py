"""Dauys: from the call of an election to its published, verifiable result."""

__version__ = "0.1.0"
