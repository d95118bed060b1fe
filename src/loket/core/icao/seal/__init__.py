"""Visible digital seals: signed features of a document in a two-dimensional code (Doc 9303-13)."""
