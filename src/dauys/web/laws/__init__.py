"""What the law leaves open: the value of each choice, where it is set, and what a commission chose itself."""
