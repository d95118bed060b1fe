"""Base templates, form rendering, styles, languages."""
