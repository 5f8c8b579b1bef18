"""Linking by what only the payer should know: the number and the newest payment."""

from datetime import datetime, timedelta

from core.accounts import limits, proof
from core.accounts.admission import Admission
from core.accounts.limits import Hour, Try
from core.accounts.model import LEVEL_PAYMENT, BranchNeeded, Linked, LinkedAccount, NotVerified, SerialNeeded
from core.accounts.policy import AccountNumber, LinkPolicy
from core.accounts.ports import Candidate, Stores
from core.clock import today_in_almaty
from core.customers.model import ConsentNeeded, Customer


class LinkService:
    """The first proof. The flow asks in turn: number, amount, and the serial where `needs_serial` says so.

    Every failed proof runs the same statements, leaves the same traces and is told at the same moment.
    """

    def __init__(self, *, stores: Stores, policy: LinkPolicy, numbers: AccountNumber, now: datetime) -> None:
        self._stores = stores
        self._policy = policy
        self._numbers = numbers
        self._now = now
        self._admission = Admission(stores, policy, now)

    def read_number(self, *, text: str) -> str:
        """Return the account number in what was typed; never says whether it exists.

        :raises NumberNotUnderstood: another form
        """
        return proof.read_number(text, self._numbers)

    def read_serial(self, *, text: str) -> str:
        """Return the end of a meter's serial number as it is compared.

        :raises SerialNotUnderstood: fewer characters than asked, or none of a serial number
        """
        return proof.read_serial(text, self._policy.serial_digits)

    async def check_open(self, *, customer: Customer) -> None:
        """Tell before any question what would refuse every try of this chat.

        :raises ConsentNeeded: nothing is looked up before the consent
        :raises ChatLocked: too many wrong tries
        :raises ContactFirst: the brake is on and this chat has not shown its contact
        :raises TooManyAccounts: the chat has as many accounts as it may
        """
        await self._check_chat(customer)
        await self._admission.check_room(customer)

    async def needs_serial(self, *, customer: Customer, amount: int) -> bool:
        """Say whether the meter's serial is asked too; judged by the amount as entered, right or wrong.

        :raises ConsentNeeded, ChatLocked, ContactFirst: as in `check_open`
        """
        await self._check_chat(customer)
        return await self._is_common(amount)

    async def link(
        self, *, customer: Customer, number: str, amount: int, serial: str | None = None, branch: str | None = None
    ) -> Linked:
        """Judge all at once and link at level 1. `number`, `amount` (tiyn), `serial` as the readers returned them.

        :raises NotVerified: whatever was wrong
        :raises ChatLocked: this chat may not try, right or wrong
        :raises TooSoon: not evaluated, not counted
        :raises ConsentNeeded, ContactFirst, SerialNeeded, TooManyAccounts, TooManyChats: as their names say
        :raises BranchNeeded: right in several branches
        """
        await self._stores.work.write()
        await self._stores.limits.hold()
        hour = await self._check_chat(customer)
        await self._admission.check_room(customer)
        proven = await self._judge(customer, hour, number, amount, serial, branch)
        return await self._admission.admit(customer, proven, level=LEVEL_PAYMENT, proof="payment")

    async def prove_again(
        self, *, customer: Customer, account: LinkedAccount, amount: int, serial: str | None = None
    ) -> None:
        """Judge the same proof for an account that is linked, by the same rules and limits.

        :raises NotVerified, ChatLocked, TooSoon, ConsentNeeded, ContactFirst, SerialNeeded: as in `link`
        """
        await self._stores.work.write()
        await self._stores.limits.hold()
        hour = await self._check_chat(customer)
        await self._judge(customer, hour, account.account_no, amount, serial, account.branch.code)

    async def _judge(
        self, customer: Customer, hour: Hour, number: str, amount: int, serial: str | None, branch: str | None
    ) -> Candidate:
        common = await self._is_common(amount)
        if common and serial is None:
            raise SerialNeeded(self._policy.serial_digits)
        tries = await self._stores.limits.tries_of_chat(customer.chat_id, self._now - limits.DAY)
        limits.check_pace(tries, self._policy, self._now)
        proven = await self._proven(number, amount, serial if common else None, branch)
        if len(proven) > 1:
            raise BranchNeeded(await self._stores.accounts.branches(tuple(found.branch_code for found in proven)))
        tried = Try(self._now, right=bool(proven))
        await self._stores.limits.record(chat_id=customer.chat_id, number=number, tried=tried)
        await self._sound_alarm(Hour(hour.tries + 1, hour.wrong + (not tried.right)))
        if not proven:
            await self._refuse(customer, number, (*tries, tried))
        return proven[0]

    async def _check_chat(self, customer: Customer) -> Hour:
        if customer.consent_version is None:
            raise ConsentNeeded
        since = self._now - limits.MONTH
        limits.check_lock(await self._stores.limits.locks_of_chat(customer.chat_id, since), self._now)
        hour = await self._stores.limits.in_hour(self._now - limits.HOUR)
        shown = await self._stores.limits.is_contact_shown(customer.chat_id)
        limits.check_brake(hour, contact_shown=shown, policy=self._policy)
        return hour

    async def _is_common(self, amount: int) -> bool:
        holders, accounts = await self._stores.accounts.holders_of_amount(amount)
        return proof.is_common(amount, holders=holders, accounts=accounts, policy=self._policy)

    async def _proven(self, number: str, amount: int, serial: str | None, branch: str | None) -> list[Candidate]:
        candidates = await self._stores.accounts.candidates(number, self._now)
        locked = await self._is_number_locked(number)
        today = today_in_almaty(self._now)
        return [
            found
            for found in candidates
            if proof.proves(found, amount=amount, serial=serial, policy=self._policy, today=today)
            and not (locked or found.frozen_since or found.status == "closed")
            and branch in (None, found.branch_code)
        ]

    async def _is_number_locked(self, number: str) -> bool:
        wrong = await self._stores.limits.wrong_at_number(
            number, self._now - limits.MONTH, self._policy.account_wrong_at_most
        )
        return limits.is_number_locked(wrong, self._policy, self._now)

    async def _refuse(self, customer: Customer, number: str, tries: tuple[Try, ...]) -> None:
        """:raises NotVerified: always, after all that a wrong try leaves behind"""
        locks = await self._stores.limits.locks_of_chat(customer.chat_id, self._now - limits.MONTH)
        lock = limits.lock_of_chat(tries, locks, self._policy, self._now)
        if lock is not None:
            await self._stores.limits.lock_chat(customer.chat_id, lock)
        holders = await self._stores.links.of_number(number)
        if await self._is_number_locked(number):
            for account_no, holder in holders:
                await self._stores.notices.post(
                    key=f"account_locked:{holder.link_id}:{today_in_almaty(self._now)}",
                    chat_id=holder.chat_id,
                    name="account_locked",
                    values={"account_no": account_no},
                )
        chat = f"chat:{customer.chat_id}"
        await self._stores.audit.record(actor=chat, action="link.refused", subject=chat)
        raise NotVerified(self._now + timedelta(seconds=self._policy.answer_seconds))

    async def _sound_alarm(self, hour: Hour) -> None:
        values: dict[str, str | int] = {"wrong": hour.wrong, "tries": hour.tries}
        key = f"{self._now:%Y-%m-%dT%H}"
        if limits.is_alarming(hour, self._policy):
            await self._stores.notices.alarm(key=f"linking_alarm:{key}", name="linking_alarm", values=values)
        if limits.is_braked(hour, self._policy):
            await self._stores.notices.alarm(key=f"linking_brake:{key}", name="linking_brake", values=values)
