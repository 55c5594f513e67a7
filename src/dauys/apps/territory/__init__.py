"""Units of the country over time, down to the precinct."""
