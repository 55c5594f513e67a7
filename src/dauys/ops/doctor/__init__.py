"""`dauys doctor`: what is wrong with an installation, and what to do about it."""

from dauys.ops.doctor.command import doctor

__all__ = ["doctor"]
