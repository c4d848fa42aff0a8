"""The engine: pure, from a message's letters to calibrated candidates and a verdict."""
