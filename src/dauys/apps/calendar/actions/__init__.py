"""What is done about duties: marked, withdrawn, set otherwise; reminders and calendars of one's own."""

from dauys.apps.calendar.actions.adopting import adopt_term
from dauys.apps.calendar.actions.marking import mark_done, withdraw_mark
from dauys.apps.calendar.actions.reminding import send_reminders
from dauys.apps.calendar.actions.subscribing import end_subscription, open_subscription
from dauys.apps.calendar.rules import Evidence

__all__ = [
    "Evidence",
    "adopt_term",
    "end_subscription",
    "mark_done",
    "open_subscription",
    "send_reminders",
    "withdraw_mark",
]
