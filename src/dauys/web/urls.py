"""Every address of the workplace; each begins with its language, and none of them is one of a public page."""

from django.urls import include, path

patterns = [
    path("", include("dauys.web.entrance.urls")),
    path("", include("dauys.web.desk.urls")),
    path("", include("dauys.web.plans.urls")),
    path("", include("dauys.web.files.urls")),
    path("", include("dauys.web.journal.urls")),
    path("", include("dauys.web.territory.urls")),
    path("", include("dauys.web.commissions.urls")),
    path("", include("dauys.web.components.urls")),
    path("", include("dauys.web.elections.urls")),
    path("", include("dauys.web.results.urls")),
    path("", include("dauys.web.accounts.urls")),
    path("", include("dauys.web.imports.urls")),
    path("", include("dauys.web.publication.urls")),
    path("", include("dauys.web.laws.urls")),
    path("", include("dauys.web.system.urls")),
]
