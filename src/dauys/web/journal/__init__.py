"""The journal as the chair and the auditor read it: searched, one entry with its neighbours, taken along."""
