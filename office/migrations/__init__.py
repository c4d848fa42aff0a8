"""One database, one history."""
