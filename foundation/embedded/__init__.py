"""PostgreSQL and Valkey from their wheels, for a machine that has neither.

Only the wheels' programs are used, never their Python. A deployment that names its own servers
(``REDRESS_DATABASE_URL``, ``REDRESS_REDIS_URL``) never comes here.
"""
