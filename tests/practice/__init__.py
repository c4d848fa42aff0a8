"""Tests of the practice room, against the two real Telegram libraries."""
