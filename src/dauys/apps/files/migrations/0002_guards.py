"""The database itself refuses to change or delete files; they may be withdrawn."""

from django.db import migrations

from dauys.apps.journal.models.guards import guarded


class Migration(migrations.Migration):
    """Guards of the tables of facts of this room."""

    dependencies = [("files", "0001_initial"), ("journal", "0003_guards")]

    operations = [
        guarded("files_storedfile", ("id", "code", "of", "kind", "name", "about", "size", "sha256", "given_sha256", "person", "office", "stored_at")),
    ]
