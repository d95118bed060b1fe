"""Wiring per role (office, centre); the only reader of the environment."""
