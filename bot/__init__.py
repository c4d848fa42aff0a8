"""The citizens' door: Telegram in, Telegram out."""
