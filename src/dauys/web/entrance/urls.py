"""Addresses of logging in."""

from django.urls import include, path

from dauys.web.entrance import views

urlpatterns = [
    path("", views.home, name="home"),
    path("capacities/", views.capacities, name="capacities"),
    path("account/", views.own_account, name="own_account"),
    path("account/", include("allauth.account.urls")),
    path("account/factors/", include("allauth.mfa.urls")),
]
