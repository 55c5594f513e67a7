"""Checks a published site by itself: trusts nobody, needs only Python, and is short enough to be read first.

    python -m dauys_verify FOLDER

It recomputes what the pages claim from the open data beside them:
1. every file has the size and SHA-256 that a manifest says, and no file is left out of them;
2. every unit is the sum of those beneath it: coverage, each line of the law, each candidate's votes;
3. turnout and shares follow from the counts, rounded half up;
4. the three languages say the same figures.
"""

from dauys_verify.checks import verify

__all__ = ["verify"]
