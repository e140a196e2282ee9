"""Figures: what was counted, out of what, and what it means. Counts cases; changes nothing."""
