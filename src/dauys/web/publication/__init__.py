"""The public site for those who answer for it: what changed since it was written, and writing it again."""
