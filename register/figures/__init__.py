"""The figures of the register: one source for pages, reports, open data and their filters."""
