"""The demonstration: an invented council, its cases, and business time that can be moved forward.

Works only where the environment is `demo` (and under test). Cases are made by the same operations
that officers and the public use, never by writing rows.
"""
