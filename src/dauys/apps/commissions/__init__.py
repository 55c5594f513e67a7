"""Commissions of four levels over the tree: mandates, members, offices."""
