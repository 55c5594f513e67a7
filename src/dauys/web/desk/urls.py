"""Addresses of the first page, of what is done from it, and of late duties beneath."""

from django.urls import path

from dauys.web.desk import feeds, late, views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("today/calendar/", views.my_calendar, name="my_calendar"),
    path("today/<str:election>/<str:unit>/<slug:deadline>/done/", views.mark, name="mark_done"),
    path("today/<str:election>/<str:unit>/<slug:deadline>/withdraw/", views.withdraw, name="withdraw_mark"),
    path("today/<str:election>/<str:unit>/<slug:deadline>/term/", views.adopt, name="adopt_term"),
    path("late/", late.late, name="late"),
    path("late/<str:unit>/", late.late, name="late_in"),
    path("calendar/<str:token>.ics", feeds.calendar_feed, name="calendar_feed"),
]
