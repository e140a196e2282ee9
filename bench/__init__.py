"""How fast the product is, as ratios against the bare work in the same run.

Nothing is loosened in the database while measuring. Not a test: figures are read by people.
"""
