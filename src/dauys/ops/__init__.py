"""Who asks from a console: the command `dauys`."""
