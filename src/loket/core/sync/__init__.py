"""The exchange between nodes as messages in and messages out (sans-I/O)."""
