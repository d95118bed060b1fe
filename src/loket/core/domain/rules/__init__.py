"""Rules: from rows to an event, or to a refusal with every reason why not. Pure."""
