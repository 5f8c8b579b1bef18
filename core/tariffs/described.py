"""A case as somebody describes it in JSON: rows of a tariff book, the household, the readings, the norm policy.

Names and values are those of the exchange package; numbers may be JSON numbers or strings, and are never floats.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    Tag,
    ValidationError,
    model_validator,
)

from core.tariffs.model import POLICIES, Case, Household, NormPolicy, Rate, TariffBook, Use
from core.tariffs.policy import OwnNorms


class CaseBroken(Exception):
    """One line that names the key and what is wrong with it."""


def _iso(given: object) -> date:
    if not isinstance(given, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given, re.ASCII):
        raise ValueError("a day is written «2025-06-30»")
    return date.fromisoformat(given)


def _named_or_own(given: object) -> str:
    return "own" if isinstance(given, dict | OwnNorms) else "named"


Day = Annotated[date, BeforeValidator(_iso)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,32}$")]
Kwh = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=3)]
Price = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=4)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
Scheme = Literal["flat", "level", "zone"]
_TAGS = ("named", "own")  # pydantic puts them into the place of an error


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Row(_Part):
    tariff_group: Code
    scheme: Scheme
    stove: Literal["E", "G", "*"] = "*"
    benefit: Literal["none", "single", "*"] = "*"
    zone: Annotated[Literal["", "T0", "T1", "T2", "T3"], BeforeValidator(lambda given: given or "")] = ""
    level: Annotated[int, BeforeValidator(lambda given: given or 0), Field(ge=0, le=9)] = 0
    valid_from: Day
    valid_to: Day | None = None
    norm_from: Kwh | None = None
    norm_to: Kwh | None = None
    price_ex_vat: Price
    vat_rate: Percent
    price_inc_vat: Price

    @property
    def key(self) -> tuple[object, ...]:
        return self.tariff_group, self.scheme, self.stove, self.benefit, self.zone, self.level, self.valid_from


class _State(_Part):
    valid_from: Day | None = None
    residents: int | None = Field(None, ge=0, le=99)
    stove: Literal["E", "G", "N", ""] = ""
    benefit: Literal["none", "single", ""] = ""
    tariff_group: Code
    tariff_scheme: Scheme


class _Register(_Part):
    zone: Literal["T0", "T1", "T2", "T3"] = "T0"
    opening: Kwh | None = None
    closing: Kwh | None = None
    volume: Kwh | None = None
    ratio: Decimal = Field(Decimal(1), gt=0, max_digits=12, decimal_places=4)
    losses: Kwh = Decimal(0)
    digits_int: int | None = Field(None, ge=1, le=12)
    rollover: StrictBool = False

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        readings = (self.opening, self.closing)
        if (self.volume is None and None in readings) or (self.volume is not None and readings != (None, None)):
            raise ValueError("give either a volume, or an opening and a closing reading")
        return self


_Named = Annotated[Literal["prorata", "aes2013"], Tag("named")]
_Own = Annotated[OwnNorms, Tag("own")]


class _Described(_Part):
    tariffs: tuple[_Row, ...] = Field(min_length=1)
    households: tuple[_State, ...] = Field(min_length=1)
    uses: tuple[_Register, ...] = Field(min_length=1)
    opened: Day
    closed: Day
    policy: Annotated[_Named | _Own, Discriminator(_named_or_own)] = "prorata"
    legal: StrictBool = False

    @property
    def norms(self) -> NormPolicy:
        if isinstance(self.policy, OwnNorms):
            return NormPolicy(**dict(self.policy))
        return POLICIES[self.policy]


def read_case(text: str) -> tuple[Case, TariffBook]:
    """:raises CaseBroken: no JSON, or a key or value that cannot be"""
    try:
        given = _Described.model_validate(_parsed(text))
    except ValidationError as error:
        raise CaseBroken(_first(error)) from error
    _unlike((row.key for row in given.tariffs), "tariffs")
    _unlike((state.valid_from for state in given.households), "households")
    case = Case(
        households=tuple(Household(**dict(state)) for state in given.households),
        uses=tuple(Use(**dict(register)) for register in given.uses),
        opened=given.opened,
        closed=given.closed,
        policy=given.norms,
        legal=given.legal,
    )
    return case, TariffBook(tuple(Rate(**dict(row)) for row in given.tariffs))


def _parsed(text: str) -> object:
    def unlike(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        if twice := [name for name in names if names.count(name) > 1]:
            raise CaseBroken(f"{twice[0]}: stands there twice")
        return dict(pairs)

    def no_number(name: str) -> object:
        raise CaseBroken(f"{name} is no number")

    try:
        found: object = json.loads(text, parse_float=Decimal, parse_constant=no_number, object_pairs_hook=unlike)
    except json.JSONDecodeError as error:
        raise CaseBroken(f"no JSON in line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise CaseBroken(f"no JSON that can be read: {error}") from error
    return found


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{_path(first['loc']) or 'the case'}: {first['msg'].removeprefix('Value error, ')}"


def _path(places: tuple[str | int, ...]) -> str:
    """Return where a value stands: «households[0].stove»."""
    named = (f"[{place}]" if isinstance(place, int) else f".{place}" for place in places if place not in _TAGS)
    return "".join(named).removeprefix(".")


def _unlike(keys: Iterable[object], name: str) -> None:
    seen: dict[object, int] = {}
    for place, key in enumerate(keys):
        if key in seen:
            raise CaseBroken(f"{name}[{place}]: the same key as {name}[{seen[key]}]")
        seen[key] = place
