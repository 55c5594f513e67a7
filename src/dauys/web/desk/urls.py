"""Addresses of the first page."""

from django.urls import path

from dauys.web.desk import views

urlpatterns = [path("today/", views.today, name="today")]
