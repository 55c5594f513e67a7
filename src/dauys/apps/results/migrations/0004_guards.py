"""The database itself refuses to change or delete protocols, turnout, decisions and established results."""

from django.db import migrations

from dauys.apps.journal.models.guards import guarded


class Migration(migrations.Migration):
    """Guards of the tables of facts of this room."""

    dependencies = [("results", "0003_lowest_tallies"), ("journal", "0003_guards")]

    operations = [
        guarded("results_intake"),
        guarded("results_protocolversion"),
        guarded("results_release"),
        guarded("results_turnoutreading"),
        guarded("results_contestdecision"),
        guarded("results_establishment"),
    ]
