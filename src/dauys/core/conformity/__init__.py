"""Whether a law pack conforms: every record by itself, what they mean together, and its worked examples."""

from dauys.core.conformity.packs import check_pack

__all__ = ["check_pack"]
