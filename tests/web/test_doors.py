"""The first page: who is let in, and what those see who are not."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web import people

TODAY = "/en/desk/today/"


@pytest.mark.django_db
def test_stranger_is_sent_to_the_login() -> None:
    answer = Client().get(TODAY)
    assert answer.status_code == 302
    assert answer["Location"] == "/en/desk/account/login/?next=%2Fen%2Fdesk%2Ftoday%2F"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_chair_sees_today_in_each_language(commissions: None, language: str) -> None:
    answer = people.entered("chair").get(f"/{language}/desk/today/")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()


def test_answer_forbids_inline_scripts_and_frames(commissions: None) -> None:
    answer = people.entered("chair").get(TODAY)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cache-Control"] == "private, no-store"


def test_missing_page_answers_in_the_language(commissions: None) -> None:
    answer = people.entered("member").get("/ru/desk/nothing/")
    assert answer.status_code == 404
    assert "Такой страницы для вас нет" in answer.content.decode()
