"""The engine, from letters to confidence."""
