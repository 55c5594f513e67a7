"""A first start that is killed between a step of the tables and its record is done again without help."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ops.process import run, surroundings

KILLED = """
import os
from django.db.migrations.recorder import MigrationRecorder
record = MigrationRecorder.record_applied
def killed(self, app, name):
    if app == {app!r}:
        os._exit(9)
    record(self, app, name)
MigrationRecorder.record_applied = killed
"""


@pytest.mark.parametrize("app", ["territory", "accounts", "results"])
def test_step_that_was_not_recorded_was_not_taken(tmp_path: Path, app: str) -> None:
    here = surroundings(tmp_path)
    assert run(here, "results", "--list", first=KILLED.format(app=app))[0] == 9
    code, out, err = run(here, "results", "--list", "--format", "json")
    assert (code, out, err) == (0, "[]\n", "")
