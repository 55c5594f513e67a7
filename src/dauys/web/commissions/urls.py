"""Addresses of commissions: the list, the page of each, a form for each verb."""

from django.urls import path

from dauys.web.commissions import acts, views

urlpatterns = [
    path("commissions/", views.commissions, name="commissions"),
    path("commissions/<str:code>/", views.commission, name="commission"),
    path("commissions/<str:code>/contacts/", acts.contacts, name="commission_contacts"),
    path("commissions/<str:code>/formation/", acts.formation, name="commission_formation"),
    path("commissions/<str:code>/officers/", acts.officers, name="commission_officers"),
    path("commissions/<str:code>/replacement/", acts.replacement, name="commission_replacement"),
    path("commissions/<str:code>/rest/", acts.rest, name="commission_rest"),
    path("commissions/<str:code>/return/", acts.restoration, name="commission_return"),
    path("commissions/<str:code>/end/", acts.end, name="commission_end"),
]
