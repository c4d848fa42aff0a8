"""The tests, by room; whole flows and house rules in `house`."""
