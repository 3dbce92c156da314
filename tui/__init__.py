"""The face: screens, widgets, keys, themes. Nothing is loaded until the reader opens."""
