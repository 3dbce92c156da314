"""The way to one's own mail: questions with defaults, what is done on disk, and mail at the end.

:func:`cclear.setup.ways.begin` is the interview; each way is a module of its own.
"""
