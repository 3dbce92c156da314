"""The figures that cclear is held to, measured on a large mailbox: ``./test bench --help``."""
