"""`dauys work`: the process that does in the background what screens ask for."""

from dauys.ops.working.command import work

__all__ = ["work"]
