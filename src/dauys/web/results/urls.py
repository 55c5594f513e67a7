"""Addresses of results, protocols, turnout and findings."""

from django.urls import path

from dauys.web.results import entry, findings, protocols, releasing, turnout, views

UNIT = "results/<str:election>/<str:unit>/"

urlpatterns = [
    path("results/", views.results, name="results"),
    path("results/<str:election>/protocols/", protocols.protocols, name="protocols"),
    path(UNIT, views.result, name="result"),
    path(f"{UNIT}protocols/", protocols.protocols_of_unit, name="protocols_in"),
    path(f"{UNIT}protocol/", protocols.protocol, name="protocol"),
    path(f"{UNIT}protocol/enter/", entry.enter, name="accept_protocol"),
    path(f"{UNIT}protocol/release/", releasing.release, name="release_protocol"),
    path(f"{UNIT}turnout/", turnout.turnout, name="turnout"),
    path(f"{UNIT}turnout/<int:hour>/", turnout.report, name="report_turnout"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<str:election>/<str:unit>/", findings.findings_of_unit, name="findings_in"),
]
