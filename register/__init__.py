"""The legal book: information requests, their law and their clocks."""
