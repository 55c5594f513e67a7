"""Commissions of four levels over the tree: terms, members, offices."""
