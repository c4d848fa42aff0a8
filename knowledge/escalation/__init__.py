"""Conversations that a person takes over: the queue, the desk, and their clock."""
