"""Paper and pages: how a page is rendered, worded, weighed and written; knows no room and no law."""
