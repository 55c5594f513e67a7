"""Addresses of the state of the system."""

from django.urls import path

from dauys.web.system import views

urlpatterns = [
    path("system/", views.system, name="system"),
    path("system/examine/", views.examine, name="examine_system"),
]
