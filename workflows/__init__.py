"""The durable engine: flows as published versions, their runs, and the queue that carries them.

Knows no complaint. Features plug in facts (event names), actions (functions) and subjects
(what a run is about); see ``workflows.actions`` and ``workflows.subjects``.
"""
