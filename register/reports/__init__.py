"""The reports on the information service: figures, written parts, editions and their files."""
