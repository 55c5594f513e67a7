"""`dauys backup` and `dauys restore`: one file that holds every fact, and takes it to either database."""

from dauys.ops.backups.command import backup, restore

__all__ = ["backup", "restore"]
