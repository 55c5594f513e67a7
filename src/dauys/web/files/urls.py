"""Addresses of files: each has one that nobody guesses, and a door all the same."""

from django.urls import path

from dauys.web.files import views

urlpatterns = [
    path("files/", views.files, name="files"),
    path("files/new/", views.store, name="store_file"),
    path("files/<uuid:code>/", views.file, name="file"),
    path("files/<uuid:code>/content/", views.content, name="file_content"),
    path("files/<uuid:code>/withdraw/", views.withdraw, name="withdraw_file"),
]
