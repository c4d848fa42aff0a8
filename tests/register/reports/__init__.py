"""The reports on the information service."""
