"""What the tests of screens share: a country with commissions, members and accounts, at a moment."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from dauys.apps.elections.models import Election
from tests import cast
from tests.web import people


@pytest.fixture(autouse=True)
def moment_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The evening of election day."""
    monkeypatch.setenv("DAUYS_AT", cast.AT.isoformat())


@pytest.fixture(autouse=True)
def without_second_factor(settings: Settings) -> None:
    """As in the demo; tests of second factors switch it on."""
    settings.SECOND_FACTOR_ASKED = False
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture
def commissions(election: Election) -> None:
    """All who log in."""
    people.enter_all()
