"""The staff door: the panel in a browser."""
