"""Results at each level, protocols and their versions, turnout by the hour, findings."""
