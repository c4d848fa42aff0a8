"""How the room says no: in Telegram's wording to the bot, in plain words to citizens."""


class BotApiError(Exception):
    """An error answer of the Bot API."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        answer: dict[str, object] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class PracticeError(Exception):
    """An error answer of the citizens' interface, which is ours and not Telegram's."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def bad_request(description: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> BotApiError:
    return BotApiError(403, f"Forbidden: {description}")


def too_many_requests(retry_after: int, description: str | None = None) -> BotApiError:
    wording = description or f"Too Many Requests: retry after {retry_after}"
    return BotApiError(429, wording, retry_after=retry_after)
