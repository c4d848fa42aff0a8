"""Tests of the room `register`."""
