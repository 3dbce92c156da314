"""Long runs of generated and mutated bodies through the cleaner: ``./test fuzz --help``."""
