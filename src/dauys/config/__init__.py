"""How the house is wired: settings and the list of rooms."""
