"""Files handed in to be taken: what each would bring, who handed it in, who took it."""
