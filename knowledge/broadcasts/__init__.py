"""Broadcasts: serta-merta notices to everybody, and news of a programme to its followers."""
