"""A refusal exactly as the Bot API words it."""

from typing import Any


class Refusal(Exception):
    """A request that the Bot API turns down: the code is the HTTP status, too."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON object of the answer."""
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body


def bad_request(message: str) -> Refusal:
    """400: the first letter goes to lower case, unless the message is an ALL_CAPS code."""
    is_code = len(message) > 1 and (message[1] == "_" or (message[1].isascii() and message[1].isupper()))
    return Refusal(400, f"Bad Request: {message if is_code else message[:1].lower() + message[1:]}")


def forbidden(message: str) -> Refusal:
    """403: blocked, kicked or deactivated."""
    return Refusal(403, f"Forbidden: {message}")


def too_many_requests(retry_after: int) -> Refusal:
    """429 with the pause that the sender is asked to keep, in seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
