"""The pages of the public site: what stands on each, at which address, in which words."""
