"""Who may log in: accounts of persons known by an opaque id, invitations, locks."""
