"""Leaving another system alone when it keeps failing; by a clock that never jumps."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Resting(Exception):
    """Nothing was tried: it is being left alone."""


class Breaker:
    """After `failures` failed calls in a row nothing is tried for `seconds`; then one success ends the rest."""

    def __init__(self, *, failures: int, seconds: float) -> None:
        self._failures = failures
        self._seconds = seconds
        self._failed = 0
        self._until = float("-inf")

    @property
    def rests(self) -> bool:
        """Whether it has failed too often and no call has succeeded since."""
        return self._failed >= self._failures

    @contextmanager
    def call(self, *answers: type[Exception]) -> Iterator[None]:
        """Judge a call by how it ends; `answers` are exceptions that say it is alive all the same.

        :raises Resting: it is not the time yet to try
        """
        if time.monotonic() < self._until:
            raise Resting
        try:
            yield
        except answers:
            self._close()
            raise
        except Exception:
            self._failed += 1
            if self.rests:
                self._until = time.monotonic() + self._seconds
            raise
        self._close()

    def _close(self) -> None:
        self._failed, self._until = 0, float("-inf")
