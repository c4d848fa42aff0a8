"""Tests of the sheets of the two registers."""
