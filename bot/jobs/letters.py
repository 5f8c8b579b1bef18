"""What a queued letter says and carries at the moment of sending, and what its reader is told where it cannot go."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.delivery.papers import Papers
from bot.jobs.mime import Attachment, Envelope, compose
from bot.screens.documents_words import paper_of
from bot.screens.email_letters import LETTERS, Letter, of_document
from core.cabinet import Cabinet
from core.clock import Clock
from core.i18n import Translator, translator
from core.mail.address import masked, on_the_wire
from core.mail.model import PAYLOAD
from core.papers.model import Kept
from core.retailer import Retailer
from core.storage.engine import Database
from core.storage.outbox import Parcel
from core.storage.work import Work


class NotNow(Exception):
    """The letter cannot be made just now: the document is not drawn, or Telegram does not say how the bot is called."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What the row of the outbox holds."""

    name: str
    to: str
    values: dict[str, Any]


class Letters:
    def __init__(
        self,
        *,
        database: Database,
        retailer: Retailer,
        papers: Papers,
        username: Callable[[], Awaitable[str]],
        sender: str,
        clock: Clock,
    ) -> None:
        self._database = database
        self._retailer = retailer
        self._papers = papers
        self._username = username
        self._sender = sender
        self._clock = clock

    async def make(self, parcel: Parcel) -> tuple[str, bytes]:
        """Return for whom it is, and the letter itself.

        :raises NotNow: later perhaps
        :raises Damaged: what is stored cannot be read
        :raises AddressNeeded, NoSuchPaper: it must not go any more
        :raises DomainError: it cannot be made any more
        """
        content = self._content(parcel)
        async with self._database.work() as work:
            tr, kept = await self._looked_up(self._cabinet(work), parcel.chat_id, content)
        username = await self._username()
        if not username:
            raise NotNow("the bot's name is not known")
        letter, attachment = await self._written(content, kept, tr, username)
        envelope = Envelope(
            sender=self._sender,
            to=content.to,
            mark=f"{self._database.vault.mark('letter', parcel.key):016x}",
            date=parcel.created_at,
            language=tr.language,
        )
        return on_the_wire(content.to), compose(letter, envelope, self._retailer, attachment)

    async def tell_refused(self, parcel: Parcel) -> None:
        """Mark the address, and tell its owner in the chat; of a last word to a former one nobody need know."""
        content = self._content(parcel)
        if content.name not in ("confirm", "document"):
            return
        async with self._database.work() as work:
            cabinet = self._cabinet(work)
            waits = await cabinet.email.note_refused(chat_id=parcel.chat_id, address=content.to)
            values = {"address": masked(content.to), "document": content.values.get("document", waits)}
            key = f"letter_refused:{parcel.id}"
            await cabinet.notices.post(key=key, chat_id=parcel.chat_id, name="letter_refused", values=values)
            await work.commit()

    async def tell_failed(self, parcel: Parcel) -> None:
        """Tell in the chat that a letter which is waited for does not come."""
        content = self._content(parcel)
        key = f"letter_failed:{parcel.id}"
        values: dict[str, str | int] = {"address": masked(content.to)}
        async with self._database.work() as work:
            notices = self._cabinet(work).notices
            if content.name == "document":
                await notices.post(key=key, chat_id=parcel.chat_id, name="letter_failed", values=values)
            if content.name == "confirm":
                await notices.post(key=key, chat_id=parcel.chat_id, name="link_failed", values=values)
            await work.commit()

    async def _looked_up(self, cabinet: Cabinet, chat_id: int, content: Content) -> tuple[Translator, Kept | None]:
        """Read as the reader himself may; that it is sent was written down when he asked for it."""
        customer = await cabinet.customers.meet(chat_id=chat_id, telegram_language=None)
        kept = None
        if content.name == "confirm":
            await cabinet.letters.check_link(chat_id=chat_id, token=content.values["token"])
        if content.name == "document":
            document = content.values["document"]
            kept = await cabinet.letters.attached(customer=customer, to=content.to, document=document)
        return translator(customer.language), kept

    async def _written(
        self, content: Content, kept: Kept | None, tr: Translator, username: str
    ) -> tuple[Letter, Attachment | None]:
        if kept is None or kept.facts is None:
            link = f"https://t.me/{username}?start={PAYLOAD}{content.values.get('token', '')}"
            return LETTERS[content.name](content.values | {"link": link}, tr, self._retailer), None
        file = await self._papers.draw(paper_of(kept.issued, kept.facts, tr), username)
        if file is None:
            raise NotNow("not drawn")
        name = kept.issued.public_number.replace("•", "")
        subscribed = bool(content.values.get("subscribed"))
        letter = of_document(kept.issued, tr, self._retailer, subscribed=subscribed)
        return letter, Attachment(name=f"{name}.pdf", content=file.data)

    def _content(self, parcel: Parcel) -> Content:
        return Content(**self._database.vault.open(parcel.payload))

    def _cabinet(self, work: Work) -> Cabinet:
        return Cabinet(work, self._retailer, self._clock(), by_email=True)
