"""What an issuing office writes to the chip of a passport: its files, its keys, and what opens it."""
