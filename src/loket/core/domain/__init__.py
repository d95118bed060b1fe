"""Events, rows (the fold) and rules of an immigration office."""
