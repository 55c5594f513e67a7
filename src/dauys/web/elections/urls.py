"""Addresses of elections and contests."""

from django.urls import path

from dauys.web.elections import views
from dauys.web.elections.deciding import DECIDING
from dauys.web.elections.establishing import establish_many
from dauys.web.elections.stepping import STEPPING, nominate

CONTEST = "elections/<str:election>/<str:unit>/"

urlpatterns = [
    path("elections/", views.elections, name="elections"),
    path("elections/<str:election>/", views.election, name="election"),
    path("elections/<str:election>/establish/", establish_many, name="establish_many"),
    path(CONTEST, views.contest, name="contest"),
    path(f"{CONTEST}nominate/", nominate, name="nominate_candidates"),
    *(
        path(f"{CONTEST}{verb.replace('_', '-')}/", view, name=verb)
        for verb, view in (DECIDING | STEPPING).items()
    ),
]
