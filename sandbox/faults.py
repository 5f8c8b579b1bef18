"""Faults of the Bot API on demand: what breaks, for which methods, how long or how often.

    sandbox.faults.add("too_many", seconds=10)                        # 429 with retry_after, for 10 s
    sandbox.faults.add("lost_answer", methods=("sendMessage",), times=1)
    sandbox.faults.clear()

Before the request is accepted: too_many, too_many_bare (429 without parameters), server_error (500
JSON), bad_gateway (502 HTML), dropped, hang (no answer at all), slow (then served), refused.
After it was accepted: lost_answer (connection dropped), cut_json.
"""

import math
import time
from dataclasses import dataclass
from fnmatch import fnmatch

from sandbox.refusal import Refusal
from sandbox.state import Json

BEFORE = ("too_many", "too_many_bare", "server_error", "bad_gateway", "dropped", "hang", "slow", "refused")
AFTER = ("lost_answer", "cut_json")


@dataclass
class Fault:
    """One trouble; it ends by time, by count, or by `Faults.clear`."""

    kind: str
    methods: tuple[str, ...]
    chat_id: int | None = None
    until: float = math.inf
    times: int | None = None
    delay: float = 0.0
    refusal: Refusal | None = None
    hits: int = 0

    @property
    def seconds_left(self) -> float:
        return max(0.0, self.until - time.monotonic())

    @property
    def over(self) -> bool:
        return self.seconds_left <= 0 or (self.times is not None and self.hits >= self.times)

    def fits(self, method: str, chat_id: int) -> bool:
        named = any(fnmatch(method.lower(), pattern.lower()) for pattern in self.methods)
        return named and self.chat_id in (None, chat_id) and not self.over


class Faults:
    """The list of what is broken now; the first that fits is taken."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(
        self,
        kind: str,
        *,
        methods: tuple[str, ...] = ("*",),
        chat_id: int | None = None,
        seconds: float | None = None,
        times: int | None = None,
        delay: float = 3.0,
        refusal: Refusal | None = None,
    ) -> Fault:
        """Break something: for `seconds`, or for `times` requests, or until cleared.

        :param methods: names or patterns, such as "send*"
        :param delay: of "slow": seconds before the request is served
        :param refusal: of "refused": what is answered
        """
        if kind not in BEFORE + AFTER:
            raise ValueError(f"no such fault: {kind}")
        until = math.inf if seconds is None else time.monotonic() + seconds
        fault = Fault(kind, methods, chat_id, until, times, delay, refusal)
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        self._faults.clear()

    def hit(self, kinds: tuple[str, ...], method: str, chat_id: int) -> Fault | None:
        """The fault that strikes this request, counted."""
        self._faults = [fault for fault in self._faults if not fault.over]
        for fault in self._faults:
            if fault.kind in kinds and fault.fits(method, chat_id):
                fault.hits += 1
                return fault
        return None

    def shown(self) -> list[Json]:
        """For the page: what is broken and for how long yet."""
        return [
            {
                "kind": fault.kind,
                "seconds": None if math.isinf(fault.until) else round(fault.seconds_left, 1),
                "times": None if fault.times is None else fault.times - fault.hits,
            }
            for fault in self._faults
            if not fault.over
        ]
