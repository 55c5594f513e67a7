"""Who stands in which contest, and on whose nomination."""
