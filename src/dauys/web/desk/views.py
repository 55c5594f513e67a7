"""The first page of every member."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from dauys.web.ui.doors import DeskRequest, screen


@screen("see_today")
def today(request: DeskRequest) -> HttpResponse:
    """What the commission owes."""
    return render(request, "desk/today.html")
