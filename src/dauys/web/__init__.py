"""Who asks: the workplace of commissions, the only part that speaks HTTP to people who log in."""
