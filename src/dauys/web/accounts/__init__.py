"""Users and invitations: who holds an office in the commissions in scope, and may log in."""
