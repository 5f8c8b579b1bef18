"""`manifest.json`: what a package says of itself."""

import re
from datetime import date, datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from core.exchange.columns import Dialect
from core.exchange.layout import BY_NAME, LAYOUTS

MAX_BYTES = 1_000_000
ENCODINGS = {"utf-8": "utf-8", "utf-8-sig": "utf-8-sig", "windows-1251": "cp1251", "kz1048": "kz1048", "cp866": "cp866"}
_FILE = re.compile(r"(?P<table>[a-z_]{1,32})\.csv(\.gz)?")


class PackageRefused(Exception):
    """Nothing of the package was taken. `code` is for errors.csv and tests, the text for whoever sent it."""

    def __init__(self, code: str, text: str, *, file: str = "manifest.json", line: int | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.file = file
        self.line = line


class File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = Field(max_length=64)
    rows: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-fA-F]{64}$")

    @property
    def table(self) -> str:
        return self.name.partition(".")[0]

    @field_validator("name")
    @classmethod
    def _is_a_plain_name(cls, name: str) -> str:
        found = _FILE.fullmatch(name)
        if not found or found["table"] not in BY_NAME:
            raise ValueError("a file of the format is named like charges.csv or charges.csv.gz, without a folder")
        return name


class Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    format_version: Literal["1.0"]
    operator: str = Field(max_length=64)
    package_id: UUID
    generated_at: AwareDatetime
    mode: Literal["full", "delta"]
    as_of: date
    period: str = Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")
    encoding: Literal["utf-8", "utf-8-sig", "windows-1251", "kz1048", "cp866"]
    delimiter: Literal[";", ",", "\t", "|"] = ";"
    decimal: Literal[",", "."]
    date_format: Literal["YYYY-MM-DD", "DD.MM.YYYY"]
    files: tuple[File, ...] = Field(min_length=1)

    @classmethod
    def read(cls, body: bytes) -> Self:
        """:raises PackageRefused: it is not a manifest; the first thing that is wrong is named"""
        try:
            return cls.model_validate_json(body.removeprefix(b"\xef\xbb\xbf"))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "the file"
            raise PackageRefused("manifest", f"{where}: {first['msg']}") from error

    @property
    def is_full(self) -> bool:
        return self.mode == "full"

    @property
    def codec(self) -> str:
        return ENCODINGS[self.encoding]

    @property
    def dialect(self) -> Dialect:
        return Dialect(decimal=self.decimal, dotted_dates=self.date_format == "DD.MM.YYYY")

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def made(self) -> tuple[datetime, date]:
        """What tells an older package from a newer one."""
        return self.generated_at, self.as_of

    @model_validator(mode="after")
    def _names_each_table_once(self) -> Self:
        tables = [file.table for file in self.files]
        if len(set(tables)) < len(tables):
            raise ValueError("a table is in several files")
        missing = [layout.name for layout in LAYOUTS if layout.needed and layout.name not in tables]
        if self.is_full and missing:
            raise ValueError(f"a full package needs {missing[0]}.csv, with a header at least")
        return self
