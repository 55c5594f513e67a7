"""Calendar plans: of one's own commission, of those beneath and above, each term with its state."""
