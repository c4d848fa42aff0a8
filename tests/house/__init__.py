"""Whole flows and the rules of the house."""
