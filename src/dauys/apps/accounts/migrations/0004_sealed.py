"""Seal the secrets of second factors that stand unsealed: with the key of the server, else not at all."""

from django.conf import settings
from django.db import migrations

from dauys.apps.accounts.rules.sealing import MARK, SECRETS, kept
from dauys.core.findings import Fault, Refused


def seal(apps, editor):
    """Every secret of an app and every seed of recovery codes."""
    factors = apps.get_model("mfa", "Authenticator").objects.using(editor.connection.alias)
    for factor in factors.filter(type__in=SECRETS):
        name = SECRETS[factor.type]
        if name not in factor.data or factor.data[name].startswith(MARK):
            continue
        if not settings.HAS_KEY:
            remedy = "Set DAUYS_SECRET_KEY for this command, as the server has it."
            raise Refused([Fault("A-11", "Second factors are sealed with the key of the server.", remedy)])
        factor.data = {**factor.data, name: kept(factor.data[name])}
        factor.save(update_fields=["data"])


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_ended"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=True)]
