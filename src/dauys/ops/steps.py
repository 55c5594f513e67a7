"""The steps that bring tables to a version: each is there with its record, or is not there at all."""

from __future__ import annotations

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState


class Steps(MigrationExecutor):
    """As Django has them, but recorded within their own transaction.

    Django writes a step down after its transaction where statements are deferred to the end of it (indexes
    are): whoever is killed between the two has tables that the next start makes again, and can't.
    """

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        """One step forwards; none of ours is faked, or works without a transaction."""
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)
        # The stubs take what is recorded for a name.
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            self.record_migration(migration)  # type: ignore[call-arg, arg-type]
        return state
