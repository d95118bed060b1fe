"""Words for people: every term, reason, event and field in Indonesian and English."""
