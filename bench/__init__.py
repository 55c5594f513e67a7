"""Measurements against the limit of the machine and against peers; `make bench` prints ratios."""
