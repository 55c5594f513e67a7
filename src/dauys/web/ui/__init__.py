"""What every screen is made of: doors, words, lists, forms, headers. Knows no room of the web floor."""
