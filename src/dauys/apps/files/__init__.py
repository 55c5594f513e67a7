"""What was uploaded: checked by its content, kept by its SHA-256, never deleted."""
