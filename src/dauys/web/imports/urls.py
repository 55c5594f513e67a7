"""Addresses of imports."""

from django.urls import path

from dauys.web.imports import handing, mapping, views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/new/", handing.choose, name="choose_import"),
    path("imports/new/<slug:kind>/", handing.hand_in, name="hand_in"),
    path("imports/examples/<slug:kind>/", handing.example, name="import_example"),
    path("imports/<int:number>/", views.one, name="import"),
    path("imports/<int:number>/faults.csv", views.faults, name="import_faults"),
    path("imports/<int:number>/again/", views.again, name="import_again"),
    path("imports/<int:number>/take/", views.take, name="import_take"),
    path("imports/<int:number>/cancel/", views.cancel, name="import_cancel"),
    path("imports/<int:number>/columns/", mapping.columns, name="import_columns"),
    path("imports/<int:number>/mapping.toml", mapping.download, name="import_mapping"),
]
