"""Everything about the retailer that is not code: `retailer.toml`, checked."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.accounts.policy import AccountNumber, LinkPolicy
from core.desk.policy import DeskPolicy
from core.hours import OpeningHours
from core.mail.policy import MailPolicy
from core.notices.policy import NoticePolicy
from core.offices.policy import CompanyService, Office
from core.papers.paying import PaymentLink
from core.papers.policy import DocumentPolicy
from core.pin.policy import SecurityPolicy
from core.readings.policy import AccountingPolicy, ReadingPolicy
from core.support.faq import ShortAnswer
from core.support.policy import AppealPolicy
from core.tariffs.policy import TariffPolicy
from core.words import Link, Words

DEMO_FILE = Path(__file__).with_name("retailer.toml")


class RetailerFileBroken(RuntimeError):
    """The start stops with this one line: it names the key and what is wrong with it."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Consent(_Part):
    """Who processes what, why and how long (law 94-V); a new version asks everybody again."""

    version: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,20}$")
    responsible: Words
    purpose: Words
    term: Words


class Contacts(_Part):
    """The contact centre; `hours` are its hours in words, `opening` by days: then it is told whether it works now."""

    phones: tuple[str, ...]
    whatsapp: str = Field("", pattern=r"^(\+[0-9]{10,15})?$", description="a number as +77001234567")
    email: str = ""
    site: Link = ""
    cabinet: Link = Field("", description="the e-services of the company on the web")
    hours: Words
    opening: OpeningHours | None = None


class Retailer(_Part):
    name: Words
    code: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,32}$", description="`operator` of its exchange packages")
    contacts: Contacts
    consent: Consent
    account_number: AccountNumber = AccountNumber()
    linking: LinkPolicy = LinkPolicy()
    readings: ReadingPolicy = ReadingPolicy()
    accounting: AccountingPolicy = AccountingPolicy()
    tariffs: TariffPolicy = TariffPolicy()
    documents: DocumentPolicy = DocumentPolicy()
    mail: MailPolicy = MailPolicy()
    appeals: AppealPolicy = AppealPolicy()
    desk: DeskPolicy = DeskPolicy()
    security: SecurityPolicy = SecurityPolicy()
    notices: NoticePolicy = NoticePolicy()
    payment_links: tuple[PaymentLink, ...] = ()
    offices: tuple[Office, ...] = ()
    services: tuple[CompanyService, ...] = Field((), max_length=40)  # each has a button on one screen
    faq: tuple[ShortAnswer, ...] = Field((), max_length=40)
    meter_word: Words = Words(kk="есептеу аспабы", ru="прибор учёта", en="meter")

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        """Two of one name would have one button."""
        _once("offices", [each.mark for each in self.offices])
        _once("services", [each.mark for each in self.services])
        _once("faq", [each.mark for each in self.faq])
        return self

    def office(self, mark: str) -> Office | None:
        return next((each for each in self.offices if each.mark == mark), None)

    def service(self, mark: str) -> CompanyService | None:
        return next((each for each in self.services if each.mark == mark), None)

    def short_answer(self, mark: str) -> ShortAnswer | None:
        return next((each for each in self.faq if each.mark == mark), None)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """:raises RetailerFileBroken: not TOML, an unknown key or a broken value"""
        try:
            found = cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise RetailerFileBroken(f"{path}: there is no such file (setting RETAILER_FILE)") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RetailerFileBroken(f"{path}: not TOML: {error}") from error
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            key = ".".join(map(str, first["loc"]))
            raise RetailerFileBroken(": ".join(filter(None, (str(path), key, first["msg"])))) from error
        return found.with_files_beside(path)

    def with_files_beside(self, path: Path) -> Self:
        """Return it with logo and key as files that are there, wherever the process that draws has been begun."""
        found = {}
        for name in ("logo", "signing_key_file"):
            if not (named := getattr(self.documents, name)):
                continue
            file = path.parent / named
            if not file.is_file():
                raise RetailerFileBroken(f"{path}: documents.{name}: there is no file {file}")
            found[name] = str(file.resolve())
        return self.model_copy(update={"documents": self.documents.model_copy(update=found)})


def _once(key: str, marks: Sequence[str]) -> None:
    if len(set(marks)) != len(marks):
        raise ValueError(f"two of `{key}` have the same name in Russian")
