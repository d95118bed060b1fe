"""Printers and other devices of the counter."""
