"""Looks into a file before it leaves the office, for what nobody meant to hand over."""
