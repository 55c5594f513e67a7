"""Every component that screens are made of, on one page."""
