"""Setting a PIN, asking for it, and the proofs that take it away when it is forgotten or locked."""

from datetime import datetime, timedelta

from core.accounts.linking import LinkService
from core.accounts.model import ChatLocked, CodeNotAccepted, LinkedAccount, NotVerified
from core.accounts.recovery import RecoveryService
from core.accounts.service import current_of
from core.customers.model import Customer
from core.pin import digits
from core.pin.model import (
    TRIES,
    NoPin,
    OwnPin,
    Pin,
    PinChangedMeanwhile,
    PinLocked,
    PinNotReset,
    PinsDiffer,
    PinsOff,
    WrongPin,
)
from core.pin.policy import SecurityPolicy
from core.pin.ports import Stores


class PinService:
    """The hash is made before `write()`, since it takes longer than the one writer may be held."""

    def __init__(
        self,
        *,
        stores: Stores,
        linking: LinkService,
        recovery: RecoveryService,
        policy: SecurityPolicy,
        answer_seconds: float,
        now: datetime,
    ) -> None:
        self._work = stores.work
        self._pins = stores.pins
        self._links = stores.links
        self._audit = stores.audit
        self._linking = linking
        self._recovery = recovery
        self._policy = policy
        self._answer_at = now + timedelta(seconds=answer_seconds)
        self._idle = timedelta(minutes=policy.pin_idle_minutes)
        self._now = now

    async def look(self, *, customer: Customer) -> Pin | None:
        """Return the PIN of this chat; None: there is none.

        :raises PinsOff: the retailer does not offer them
        """
        if not self._policy.pin:
            raise PinsOff
        return await self._pins.of_chat(customer.chat_id)

    async def own(self, *, customer: Customer) -> OwnPin | None:
        """Return what is kept of it, for the copy of the data."""
        pin = await self._pins.of_chat(customer.chat_id)
        return OwnPin(set_at=pin.set_at, wrong_tries=pin.tries) if pin else None

    async def is_due(self, *, customer: Customer) -> bool:
        """Say whether the PIN is asked before a personal screen; a use puts off the moment when it is asked again.

        Where no account is linked there is nothing to guard, and a PIN left over is forgotten. A consent to an older
        text opens nothing: the copy of the data needs none.

        :raises PinLocked: no personal screen until it is reset
        """
        if not self._policy.pin:
            return False
        pin = await self._pins.of_chat(customer.chat_id)
        if pin is None:
            return False
        if pin.is_open(self._now):
            await self._keep_open(customer, pin)
            return False
        if not await self._links.of_chat(customer.chat_id):
            await self._work.write()
            await self._pins.remove(customer.chat_id)
            return False
        if pin.is_locked:
            raise PinLocked(self._answer_at)
        return True

    async def choose(self, *, text: str) -> str:
        """Return the hash of a new PIN, to be compared with the second typing.

        :raises PinNotUnderstood, PinTooSimple: as their names say
        """
        return await digits.seal(digits.read_new(text))

    async def set(self, *, customer: Customer, text: str, secret: str, replaces: datetime | None) -> None:
        """Set the PIN that was typed twice; `secret` is from the first time, `replaces` says since when the old is.

        :raises PinNotUnderstood, PinsDiffer: the second time it is another
        :raises PinChangedMeanwhile: the old one is not in force any more
        :raises PinsOff: the retailer does not offer them
        """
        if not await digits.fits(digits.read(text), secret):
            raise PinsDiffer
        await self._work.write()
        pin = await self.look(customer=customer)
        if (pin.set_at if pin else None) != replaces:
            raise PinChangedMeanwhile
        new = Pin(secret=secret, set_at=self._now, tries=0, open_until=self._now + self._idle)
        await self._pins.set(customer.chat_id, new)
        await self._record(customer, "pin.change" if pin else "pin.set")

    async def enter(self, *, customer: Customer, text: str) -> Pin:
        """Open the personal screens by the PIN.

        :raises PinNotUnderstood: not of its form; it does not count as a try
        :raises WrongPin: counted
        :raises PinLocked: three were wrong before; neither looked at nor counted
        :raises NoPin: it has been taken away meanwhile
        """
        typed = digits.read(text)
        pin = await self._known(customer)
        right = await digits.fits(typed, pin.secret)
        await self._work.write()
        counted = await self._pins.take_try(customer.chat_id, TRIES)
        if counted is None:
            raise PinLocked(self._answer_at)
        if not right or counted.secret != pin.secret:
            await self._record(customer, "pin.lock" if counted.is_locked else "pin.wrong")
            raise WrongPin(self._answer_at)
        await self._pins.open(customer.chat_id, self._now + self._idle)
        return pin

    async def remove(self, *, customer: Customer, text: str) -> None:
        """Take the PIN away, by itself.

        :raises PinNotUnderstood, WrongPin, PinLocked, NoPin: as in `enter`
        """
        await self.enter(customer=customer, text=text)
        await self._pins.remove(customer.chat_id)
        await self._record(customer, "pin.remove")

    async def account_to_prove(self, *, customer: Customer) -> LinkedAccount:
        """Return the account whose last payment resets the PIN: the current one.

        :raises NoAccountLinked: there is none
        """
        return current_of(customer, await self._links.of_chat(customer.chat_id))

    async def reset_by_payment(self, *, customer: Customer, amount: int, serial: str | None = None) -> None:
        """Take the PIN away by the proof that links an account; tries count as those of linking do.

        :raises PinNotReset: whatever was wrong, or too many tries
        :raises SerialNeeded, TooSoon, ContactFirst: as in linking
        """
        account = await self.account_to_prove(customer=customer)
        try:
            await self._linking.prove_again(customer=customer, account=account, amount=amount, serial=serial)
        except (NotVerified, ChatLocked):
            raise PinNotReset(self._answer_at) from None
        await self._reset(customer, "payment")

    async def reset_by_code(self, *, customer: Customer, code: str) -> None:
        """Take the PIN away by a one-time code of a linked account; the code is used up.

        :raises PinNotReset: whatever is wrong with it
        """
        try:
            await self._recovery.prove_by_code(customer=customer, code=code)
        except CodeNotAccepted:
            raise PinNotReset(self._answer_at) from None
        await self._reset(customer, "code")

    async def _known(self, customer: Customer) -> Pin:
        pin = await self._pins.of_chat(customer.chat_id)
        if pin is None:
            raise NoPin
        return pin

    async def _keep_open(self, customer: Customer, pin: Pin) -> None:
        """Write only when a good part of the time is over: most screens are looked at without a write."""
        assert pin.open_until is not None
        if pin.open_until - self._now < self._idle * 3 / 4:
            await self._work.write()
            await self._pins.open(customer.chat_id, self._now + self._idle)

    async def _reset(self, customer: Customer, proof: str) -> None:
        await self._pins.remove(customer.chat_id)
        await self._record(customer, "pin.reset", proof)

    async def _record(self, customer: Customer, action: str, detail: str = "") -> None:
        chat = f"chat:{customer.chat_id}"
        await self._audit.record(actor=chat, action=action, subject=chat, detail=detail)
