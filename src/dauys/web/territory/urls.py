"""Addresses of territory."""

from django.urls import path

from dauys.web.territory import views

urlpatterns = [
    path("territory/", views.territory, name="territory"),
    path("territory/<str:code>/", views.unit, name="unit"),
]
