"""Elections and the edition they are bound to; contests, one seat in one unit each."""
