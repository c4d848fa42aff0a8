"""Speeds, printed beside their baselines in the same interleaved run."""
