"""Loket: the software of an immigration office that keeps issuing while the national centre is gone."""
