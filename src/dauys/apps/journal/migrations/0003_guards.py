"""The database itself refuses to change or delete entries."""

from django.db import migrations

from dauys.apps.journal.models.guards import guarded


class Migration(migrations.Migration):
    """Guards of the tables of facts of this room."""

    dependencies = [("journal", "0002_where_from_and_of_what")]

    operations = [
        guarded("journal_entry"),
    ]
