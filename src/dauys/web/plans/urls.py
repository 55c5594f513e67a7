"""Addresses of calendar plans."""

from django.urls import path

from dauys.web.plans import views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/<str:election>/<str:unit>/", views.plan, name="plan"),
    path("plans/<str:election>/<str:unit>/plan.ics", views.plan_diary, name="plan_diary"),
]
