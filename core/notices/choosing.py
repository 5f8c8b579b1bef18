"""What a person has chosen to be told of, at which hours, and how bills come to him."""

from dataclasses import dataclass, replace
from enum import StrEnum

from core.customers.model import ConsentNeeded, Customer
from core.errors import DomainError
from core.mail.model import Email
from core.mail.ports import Addresses
from core.notices.model import LEGAL, Channel, NoticeSettings, NoticeType
from core.notices.ports import Settings
from core.ports import UnitOfWork


class QuietHours(StrEnum):
    """The hours that a person may choose from; `RETAILER`: those of retailer.toml, whatever they become."""

    RETAILER = "retailer"
    EARLY = "20-8"
    EVENING = "21-9"
    LATE = "22-7"
    LONG = "19-10"
    NONE = "none"


# In minutes of the day; equal ones are no quiet hours at all.
MINUTES: dict[QuietHours, tuple[int, int] | None] = {
    QuietHours.RETAILER: None,
    QuietHours.EARLY: (20 * 60, 8 * 60),
    QuietHours.EVENING: (21 * 60, 9 * 60),
    QuietHours.LATE: (22 * 60, 7 * 60),
    QuietHours.LONG: (19 * 60, 10 * 60),
    QuietHours.NONE: (0, 0),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """`address` is where letters go, empty: nowhere; `changed`: the last act has changed something."""

    settings: NoticeSettings
    address: str = ""
    changed: bool = False

    @property
    def bills_by(self) -> Channel:
        """Return how bills come now: into the chat where an address is wanted and there is none."""
        return bills_by(self.settings, letters=bool(self.address))


class AlwaysOn(DomainError):
    """A notice that the law asks for cannot be switched off."""

    def __init__(self, about: NoticeType) -> None:
        super().__init__()
        self.about = about


class AddressMissing(DomainError):
    """Bills by e-mail need an address that is confirmed and takes letters."""


def bills_by(settings: NoticeSettings, *, letters: bool) -> Channel:
    """Return how bills come; without an address that takes `letters` always into the chat."""
    return settings.bills_by if letters else Channel.CHAT


def reachable(email: Email | None, *, offered: bool) -> str:
    """Return the address that letters may go to; empty: none that is confirmed, or it refuses them."""
    usable = offered and email is not None and email.refused_at is None
    return email.address if usable and email is not None else ""


class NoticeChoiceService:
    """`offered`: there is a mail server. Each act names what is to be, so that it may be repeated."""

    def __init__(self, *, work: UnitOfWork, settings: Settings, addresses: Addresses, offered: bool) -> None:
        self._work = work
        self._settings = settings
        self._addresses = addresses
        self._offered = offered

    async def look(self, *, customer: Customer) -> Chosen:
        """:raises ConsentNeeded: nothing is sent to somebody who has not agreed, so there is nothing to choose"""
        if customer.consent_version is None:
            raise ConsentNeeded
        address = reachable(await self._addresses.find(customer.chat_id), offered=self._offered)
        return Chosen(settings=await self._settings.of_chat(customer.chat_id), address=address)

    async def wants(self, *, chat_id: int, about: NoticeType) -> bool:
        """Say whether a chat is told of this; for the sender."""
        return (await self._settings.of_chat(chat_id)).wants(about)

    async def switch(self, *, customer: Customer, about: NoticeType, on: bool) -> Chosen:
        """Let notices of a type come, or not.

        :raises AlwaysOn: the law asks for it
        :raises ConsentNeeded:
        """
        if about in LEGAL:
            raise AlwaysOn(about)
        await self._work.write()
        known = await self.look(customer=customer)
        off = known.settings.off - {about} if on else known.settings.off | {about}
        return await self._save(customer, known, replace(known.settings, off=off))

    async def keep_quiet(self, *, customer: Customer, hours: QuietHours) -> Chosen:
        """Choose the hours at which nothing comes that can wait.

        :raises ConsentNeeded:
        """
        await self._work.write()
        known = await self.look(customer=customer)
        return await self._save(customer, known, replace(known.settings, quiet=MINUTES[hours]))

    async def receive_bills(self, *, customer: Customer, by: Channel) -> Chosen:
        """Choose how new bills come.

        :raises AddressMissing: they are wanted by e-mail, and there is no address that takes letters
        :raises ConsentNeeded:
        """
        await self._work.write()
        known = await self.look(customer=customer)
        if by is not Channel.CHAT and not known.address:
            raise AddressMissing
        return await self._save(customer, known, replace(known.settings, bills_by=by))

    async def _save(self, customer: Customer, known: Chosen, settings: NoticeSettings) -> Chosen:
        if settings == known.settings:
            return known
        await self._settings.save(customer.chat_id, settings)
        return replace(known, settings=settings, changed=True)
