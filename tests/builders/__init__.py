"""Builders with defaults: made-up people, officers and cases."""
