"""Headquarters' pages."""
