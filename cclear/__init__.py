"""The way in: command line, configuration. The other rooms are loaded only when needed."""

__version__ = "0.1.0"
