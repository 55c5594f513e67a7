"""Packs installed here, their editions and digests."""
