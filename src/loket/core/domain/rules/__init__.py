"""Rules: what may happen next, and every reason why not. Pure functions from rows to an event or a refusal."""
