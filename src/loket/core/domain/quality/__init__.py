"""The quality test of a passport: what was observed of page, chip, seal and batch, and what it comes to."""
