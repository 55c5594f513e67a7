"""Natural persons: the only home of personal data."""
