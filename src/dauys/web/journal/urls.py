"""Addresses of the journal."""

from django.urls import path

from dauys.web.journal import views

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/<int:number>/", views.entry, name="journal_entry"),
]
