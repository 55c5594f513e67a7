"""Every address of the workplace × every office × every relation: who passes its door, as the table says."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from dauys.apps.territory.models import Unit
from dauys.core.rights import FOREIGN, STAFF, SUPERIOR, Right, relation, right_of
from dauys.web.ui.doors import Door, own
from tests import cast
from tests.web import people, rows

OFFICES = (*people.SEATED, *STAFF)
ACTING = ("KZ.cec", "R1.rec", "D1.tec", "D2.tec", "U1.1.pec")  # at, above, beside and beneath what answers
PASSED = {200, 302}  # shown, or answered with a way on
ONLY_SENT = 405

# What needs no office: the way in, one's own account and the library's pages about it.
WITHOUT_OFFICE = {
    "home",
    "capacities",
    "invitation",
    "own_account",
    "letters_language",
    "empty_form",
    "other_sessions",
    "new_address",
    "address_link",
}
OF_THE_ENTRANCE = ("account_", "mfa_")
BY_TOKEN = {"calendar_feed"}  # whoever has the secret address; a wrong one answers 404


def _walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns)
        else:
            yield one


ADDRESSES = {str(one.name): one for one in _walk(get_resolver().url_patterns)}
DOORS: dict[str, Door] = {
    name: one.callback.door for name, one in ADDRESSES.items() if hasattr(one.callback, "door")
}


def _asked(browser: Client, address: str) -> int:
    """The status of the page; of an address that is only sent to, that of an empty form."""
    answer = browser.get(address)
    if answer.status_code == ONLY_SENT:
        answer = browser.post(address)
    if answer.streaming:  # what is sent bit by bit closes itself at its end, and leaves the connection open
        b"".join(answer.streaming_content)
    return answer.status_code


def _wanted(right: Right, office: str, stands: str) -> str:
    granted = right.grants.get(office, frozenset())
    if stands in granted:
        return "passed"
    seen = {one for grant in right.grants.values() for one in grant}
    hidden = stands == FOREIGN or (stands == SUPERIOR and SUPERIOR not in seen)
    return "not there" if hidden else "forbidden"


def _outcome(status: int) -> str:
    return {403: "forbidden", 404: "not there"}.get(status, "passed" if status in PASSED else str(status))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of refusals are what is asked for here."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    """Where files and uploads go."""
    settings.HOME = tmp_path


@pytest.fixture
def browsers(commissions: None) -> Callable[[str, str], Client]:
    """A browser for each office of each commission, logged in once."""
    kept: dict[tuple[str, str], Client] = {}

    def entered(office: str, commission: str) -> Client:
        return kept.setdefault((office, commission), people.entered(office, commission))

    return entered


def test_every_address_has_a_door() -> None:
    open_ones = {
        name
        for name in set(ADDRESSES) - set(DOORS)
        if name not in WITHOUT_OFFICE | BY_TOKEN and not name.startswith(OF_THE_ENTRANCE)
    }
    assert open_ones == set()


def test_every_door_asks_for_a_verb_of_the_table() -> None:
    assert {name for name, door in DOORS.items() if right_of(door.verb) is None} == set()


def _rooms() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in DOORS:
        found.setdefault(ADDRESSES[name].callback.__module__.split(".")[2], []).append(name)
    return found


@pytest.mark.parametrize("room", _rooms())
def test_door_is_as_the_table_says(browsers: Callable[[str, str], Client], room: str) -> None:
    paths = dict(Unit.objects.values_list("code", "path"))
    wrong = []
    for name in _rooms()[room]:
        door = DOORS[name]
        right = right_of(rows.VERBS.get(name, door.verb))
        assert right is not None
        address = reverse(name, kwargs=rows.named(name, ADDRESSES[name]))
        for commission in ACTING:
            here = paths[commission.rpartition(".")[0]]
            is_own = door.of is own or name in rows.OF_ONES_OWN
            answers = here if is_own else paths[rows.ANSWERING.get(name, rows.DISTRICT)]
            stands = relation(here, answers)
            for office in OFFICES:
                found = _outcome(_asked(browsers(office, commission), address))
                wanted = _wanted(right, office, stands)
                if wanted == "passed" and commission in rows.NOT_THEIRS.get(name, ()):
                    wanted = "not there"
                if found != wanted:
                    wrong.append(f"{name}: {office} of {commission} ({stands}): {found}, not {wanted}")
    assert wrong == [], "\n".join(wrong)


def test_stranger_is_asked_to_log_in(commissions: None) -> None:
    for name in DOORS:
        address = reverse(name, kwargs=rows.named(name, ADDRESSES[name]))
        answer = Client().get(address)
        if answer.status_code == ONLY_SENT:
            answer = Client().post(address)
        assert (name, answer.status_code) == (name, 302)
        assert answer["Location"].startswith(reverse("account_login"))


def test_moment_of_the_tests_is_that_of_the_cast(commissions: None) -> None:
    """The evening of election day, when every door of the night has something behind it."""
    assert people.entered("chair").get(reverse("today")).context["desk"].at == cast.AT
