"""Commissions: the list on a day, the page of each with its history, and the verbs that change them."""
