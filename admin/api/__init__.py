"""The office's open interface: what programs may read, described by the table that serves it."""
