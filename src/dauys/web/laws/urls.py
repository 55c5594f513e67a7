"""Addresses of the settings of the law."""

from django.urls import path

from dauys.web.laws import views

urlpatterns = [path("settings/", views.settings, name="settings")]
