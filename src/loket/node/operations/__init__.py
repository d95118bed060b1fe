"""One module per official act: load, decide, append."""
