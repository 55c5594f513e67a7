"""`dauys commissions check`: compositions beside the law, on the console."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dauys.apps.elections.models import Election
from dauys.ops.cli import app


@pytest.fixture(autouse=True)
def home(settings: object, tmp_path: object) -> None:
    settings.HOME = tmp_path


def test_country_without_commissions_has_nothing_that_does_not_hold(election: Election) -> None:
    done = CliRunner().invoke(app, ["commissions", "check", "--law", "kz/akim/2021", "--format", "json"])
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


def test_unknown_unit_is_named(election: Election) -> None:
    done = CliRunner().invoke(app, ["commissions", "check", "--law", "kz/akim/2021", "--unit", "XX"])
    assert done.exit_code == 1
    assert "No unit XX is known" in done.stderr
