"""The database itself refuses to change or delete marks and adopted terms."""

from django.db import migrations

from dauys.apps.journal.models.guards import guarded


class Migration(migrations.Migration):
    """Guards of the tables of facts of this room."""

    dependencies = [("calendar", "0003_file_as_evidence"), ("journal", "0003_guards")]

    operations = [
        guarded("calendar_mark"),
        guarded("calendar_adoptedterm"),
    ]
