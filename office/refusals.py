"""The four kinds of "no", each with a code and parameters and no sentence."""


class Refusal(Exception):
    """Something the office declines to do; each door has one text per code."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class NotFound(Refusal):
    """There is no such thing, or it is not this person's."""


class NotAllowed(Refusal):
    """This actor may not do that."""


class NotNow(Refusal):
    """The state of things does not permit it: lifecycle, version, duplicate."""


class NotValid(Refusal):
    """A value cannot be accepted; `field` names which."""

    def __init__(self, field: str, code: str, **facts: object) -> None:
        super().__init__(code, **facts)
        self.field = field
