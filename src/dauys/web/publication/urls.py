"""Addresses of publication."""

from django.urls import path

from dauys.web.publication import views

urlpatterns = [
    path("publication/", views.publication, name="publication"),
    path("publication/republish/", views.republish, name="republish_site"),
    path("publication/cancel/", views.cancel, name="cancel_republishing"),
]
