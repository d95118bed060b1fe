"""One page module for each official act, named like its operation and its template."""
