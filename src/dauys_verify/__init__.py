"""Checks a published site by itself: trusts nobody, needs only Python, and is short enough to be read first.

    python -m dauys_verify FOLDER
    python -m dauys_verify JOURNAL.jsonl    proves the chain of an exported journal

Of a site it recomputes what the pages claim from the open data beside them:
1. every file has the size and SHA-256 that a manifest says, and no file is left out of them;
   a packed file (.gz) unpacks to its twin;
2. every election of the list has its units, every unit all of those beneath it, every contest is there;
3. every unit is the sum of those beneath it, units or rows of precincts: coverage, each line of the law, each
   candidate's votes, winners;
4. turnout and shares follow from the counts, rounded half up; a precinct has the figures of its protocol;
5. an outcome names candidates of its contest, and nobody who stands has more votes than who is elected;
6. table.csv and the tables of index.html show the figures of index.json, and three languages the same ones.

What it can't prove: who made the site, and that nothing was left out or changed everywhere at once, from the
protocol up to the list of elections. For that, compare with a copy kept elsewhere, or protocols on paper.
Of a page it reads the lines and the votes: not the other words, its charts, nor what a style hides.
"""

from dauys_verify.chain import verify_journal
from dauys_verify.checks import verify

__all__ = ["verify", "verify_journal"]
