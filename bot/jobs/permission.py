"""Telling a reading that may not be booked from a token that nothing may be booked with."""

_IN_A_ROW = 3
OFTEN = 3


class Permission:
    """What the accounting system forbids (403): by what becomes of the others it is seen whose fault it is.

    `at` is the time of a clock that never jumps. A reading is named by its row in the queue.
    """

    def __init__(self) -> None:
        self._in_a_row: set[int] = set()
        self._refused: dict[int, tuple[float, int]] = {}  # since when, how often
        self._taken_at = float("-inf")

    @property
    def all_are_refused(self) -> bool:
        """Whether several readings have been refused with none taken between them."""
        return len(self._in_a_row) >= _IN_A_ROW

    def taken(self, parcel: int, at: float) -> None:
        self._taken_at = at
        self._in_a_row.clear()
        self._refused.pop(parcel, None)

    def refused(self, parcel: int, at: float) -> None:
        since, times = self._refused.get(parcel, (at, 0))
        self._refused[parcel] = since, times + 1
        self._in_a_row.add(parcel)

    def times(self, parcel: int) -> int:
        return self._refused.get(parcel, (0.0, 0))[1]

    def is_its_own(self, parcel: int) -> bool:
        """Say whether a reading is refused again and again while others are taken."""
        return self.times(parcel) >= OFTEN and self._taken_at > self._refused[parcel][0]

    def forget(self, parcel: int) -> None:
        self._refused.pop(parcel, None)
        self._in_a_row.discard(parcel)
