"""Addresses of users and invitations."""

from django.urls import path

from dauys.web.accounts import deeds, many, staffing, views

_HOLDER = "accounts/<str:commission>/<uuid:person>/"

urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/staff/", views.staff, name="staff"),
    path("accounts/invite/", many.invite_members, name="invite_members"),
    path("accounts/invite/staff/", many.invite_staff, name="invite_staff"),
    path("accounts/<str:commission>/appoint/", staffing.appoint, name="appoint_staff"),
    path(_HOLDER, views.holder, name="holder"),
    path(f"{_HOLDER}invite/", deeds.invite, name="invite_holder"),
    path(f"{_HOLDER}withdraw/", deeds.withdraw, name="withdraw_invitation"),
    path(f"{_HOLDER}lock/", deeds.lock, name="lock_account"),
    path(f"{_HOLDER}unlock/", deeds.unlock, name="unlock_account"),
    path(f"{_HOLDER}second-factor/", deeds.reset, name="reset_second_factor"),
    path(f"{_HOLDER}end-account/", deeds.end, name="end_account"),
    path(f"{_HOLDER}end/<str:office>/", staffing.end, name="end_appointment"),
]
