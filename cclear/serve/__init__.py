"""The reader in a browser, on this computer alone."""
