"""The room of what is published: static pages of an election and their open data."""
