"""Logging in and out, first and second factors, invitations, the capacity that one acts in."""
