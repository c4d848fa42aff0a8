"""Pure: what an error of the network tells about whether a message left, and was taken."""

_NEVER_LEFT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout"})


def never_left(error: Exception) -> bool:
    """Tell whether the message certainly did not leave."""
    return type(error.__cause__).__name__ in _NEVER_LEFT


def declined(error: Exception) -> bool:
    """Tell whether the server itself declined it, so that it was not taken.

    Then it answered in its own format. What comes from a front (502, HTML) could not be parsed,
    and that is the error's cause.
    """
    return error.__cause__ is None
