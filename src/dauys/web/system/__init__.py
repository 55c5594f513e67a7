"""The state of the installation: what is asked at once, and what `dauys doctor` answered last."""
