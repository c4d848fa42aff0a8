"""The figures of questions and of the desk: one source for pages and reports."""
