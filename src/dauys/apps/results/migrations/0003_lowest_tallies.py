"""Tallies stay only right above the precincts: what units above had stored is added up when it is read.

A stored sum held everything beneath its unit; without the sums of the units beneath, it is its own.
"""

from collections import defaultdict

import django.db.models.deletion
import numpy as np
from django.db import migrations, models

from dauys.core.norms import load_pack
from dauys.core.protocol import form_of

STEP = 4  # letters of a unit's path per level
COUNTS = ("received", "counted", "kept_out", "with_errors", "with_warnings", "kept_out_votes")


def keep_the_lowest(apps, _editor):
    """Take from each sum those of the units right beneath; drop what is left of nothing."""
    tallies = apps.get_model("results", "Tally")
    tallies.objects.filter(contest__isnull=True).delete()
    contests = list(tallies.objects.values_list("contest_id", "election__edition__law").distinct())
    for contest, law in contests:
        rows = {row.unit.path: row for row in tallies.objects.filter(contest=contest).select_related("unit")}
        beneath = defaultdict(list)
        for path, row in rows.items():
            beneath[path[:-STEP]].append(row)
        # From the root on: what lies beneath is taken away while it still holds everything beneath itself.
        for path in sorted(rows):
            if beneath[path]:
                _keep_own(apps, rows[path], beneath[path], law)


def _keep_own(apps, row, beneath, law):
    for name in COUNTS:
        setattr(row, name, getattr(row, name) - sum(getattr(one, name) for one in beneath))
    if not row.received:
        row.delete()
        return
    for name in ("figures", "present"):
        packed = [np.frombuffer(bytes(getattr(one, name)), "<i8") for one in (row, *beneath)]
        width = max(map(len, packed))
        own, *others = (np.pad(one, (0, width - len(one))) for one in packed)
        setattr(row, name, (own - sum(others)).astype("<i8").tobytes())
    row.largest_base = _longest_list(apps, row, law)
    row.save()  # `as_of` and `last_entry` stay those of all beneath: read from above, they are the same


def _longest_list(apps, row, law):
    """The longest list on any version from a precinct right under the unit."""
    versions = apps.get_model("results", "ProtocolVersion").objects.filter(
        contest=row.contest_id, precinct__path__startswith=row.unit.path, precinct__depth=row.unit.depth + 1
    )
    form, by_size = form_of(load_pack(law).protocol), defaultdict(list)
    for (figures,) in versions.values_list("figures").iterator():
        by_size[len(figures)].append(bytes(figures))
    tables = (np.frombuffer(b"".join(same), "<i4").reshape(len(same), -1) for same in by_size.values())
    return max((int(form.measure_columns("turnout_base", one).values.max()) for one in tables), default=0)


def leave(_apps, _editor):
    """Backwards only empty tables are brought, before a backup of an earlier version is loaded."""


class Migration(migrations.Migration):

    dependencies = [
        ('elections', '0003_ours'),
        ('results', '0002_fewer_indexes'),
        ('territory', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(keep_the_lowest, leave),
        migrations.RemoveConstraint(
            model_name='tally',
            name='one_tally_of_contest',
        ),
        migrations.RemoveConstraint(
            model_name='tally',
            name='one_tally_of_election',
        ),
        migrations.AlterField(
            model_name='tally',
            name='contest',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='elections.contest'),
        ),
        migrations.AlterField(
            model_name='tally',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='territory.unit'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('contest', 'unit'), name='one_tally_of_contest'),
        ),
    ]
