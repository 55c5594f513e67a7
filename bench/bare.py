"""The limit of the load: a bare Django with one view that asks one question, on the same database.

No middleware, no session, no template: what is left is Django's own way from a request to an answer.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from dauys.config.settings import DATABASES


def unit(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """The name of the country, read from the database."""
    from django.db import connection  # noqa: PLC0415 -- after the settings

    with connection.cursor() as cursor:
        cursor.execute("SELECT name_ru FROM territory_unit WHERE code = %s", ["KZ"])
        page = f"<!doctype html><title>{cursor.fetchone()[0]}</title></html>".encode()
    return HttpResponse(page, headers={"Content-Length": str(len(page))})


urlpatterns = [path("bare/", unit)]
KEPT = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}  # as config.wsgi has it
settings.configure(
    DATABASES={"default": DATABASES["default"] | KEPT}, ROOT_URLCONF=__name__, MIDDLEWARE=[],
    ALLOWED_HOSTS=["*"], USE_TZ=True, SECRET_KEY=os.environ["DAUYS_SECRET_KEY"],
)  # fmt: skip

from django.core.wsgi import get_wsgi_application  # noqa: E402 -- after the settings

application = get_wsgi_application()
