"""Files of a commission: stored, listed, shown, given out, withdrawn."""
