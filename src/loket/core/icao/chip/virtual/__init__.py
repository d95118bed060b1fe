"""The chip's own side: a state that answers every command, and raises for none."""
