"""What every package may import: settings, database, time, durable work, encryption.

Nothing here knows what a complaint is.
"""
