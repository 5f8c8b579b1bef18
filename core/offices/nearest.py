"""Which office comes first: that of the consumer's own branch, or the nearest to where he is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from core.offices.policy import Office

_EARTH_RADIUS = 6_371_009  # mean, metres


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees of latitude and longitude (WGS 84). It is never kept."""

    latitude: float
    longitude: float


def own_first(offices: Sequence[Office], branches: Sequence[str]) -> tuple[Office, ...]:
    """Return the offices of these branches before all others, in the order of the branches, then their own."""

    def place(office: Office) -> int:
        return min((at for at, branch in enumerate(branches) if branch in office.branches), default=len(branches))

    return tuple(sorted(offices, key=place))


def named(offices: Sequence[Office], text: str) -> tuple[Office, ...]:
    """Return the offices whose name or address has a word that begins like `text`, in any language."""
    asked = text.casefold().strip()

    def has(said: str) -> bool:
        return bool(asked) and re.search(rf"\b{re.escape(asked)}", said.casefold()) is not None

    return tuple(
        each
        for each in offices
        if any(has(words) for said in (each.name, each.address) for words in (said.kk, said.ru, said.en))
    )


def nearest_first(offices: Sequence[Office], place: Place) -> tuple[tuple[Office, float], ...]:
    """Return the offices with their distance in metres as the crow flies."""
    apart = [(each, metres(place, Place(each.latitude, each.longitude))) for each in offices]
    return tuple(sorted(apart, key=lambda each: each[1]))


def metres(one: Place, other: Place) -> float:
    """Return the distance by the haversine formula; it takes the earth for a ball, which is half a per cent wrong."""
    first, second = radians(one.latitude), radians(other.latitude)
    across, along = second - first, radians(other.longitude - one.longitude)
    chord = sin(across / 2) ** 2 + cos(first) * cos(second) * sin(along / 2) ** 2
    return 2 * _EARTH_RADIUS * asin(min(1.0, sqrt(chord)))
