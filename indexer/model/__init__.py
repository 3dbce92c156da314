"""What passes through the indexer's door: frozen values, already through the gate.

Every string that came from mail has been through :mod:`indexer.gate`; every date is whole seconds
since 1970 in UTC. Nothing here knows of notmuch, SQLite or a screen.
"""
