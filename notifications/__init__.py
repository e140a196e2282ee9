"""Telling people: what was said to whom, by which way, and what became of it. Knows no complaint."""
