"""What a customer may see of himself, and how he asks the retailer to change it; every view is in the audit log."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.accounts.masking import mask_address, mask_email, mask_payer, mask_phone
from core.accounts.model import LEVEL_SECOND_PROOF, LinkedAccount
from core.accounts.service import AccountService
from core.accounts.trail import note
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.ports import AuditLog
from core.profile.model import (
    ChangeForm,
    Field,
    NothingChanged,
    NotOfThisPayer,
    Profile,
    ProofNeededToChange,
    SameAsOnFile,
)
from core.profile.ports import People, PersonOnFile
from core.profile.written import read, same
from core.support.model import Appeal, Asked, Kind
from core.support.policy import AppealPolicy
from core.support.service import SupportService


class ProfileService:
    def __init__(
        self,
        *,
        accounts: AccountService,
        people: People,
        support: SupportService,
        audit: AuditLog,
        policy: AppealPolicy,
        now: datetime,
    ) -> None:
        self._accounts = accounts
        self._people = people
        self._support = support
        self._audit = audit
        self._policy = policy
        self._now = now

    async def show(self, *, customer: Customer, link_id: int | None = None) -> Profile:
        """Return the profile of an account, masked at level 1; None: of the current account.

        :raises ConsentNeeded, NoAccountLinked, NoSuchLink: as their names say
        """
        account, others = await self._accounts.meant(customer=customer, link_id=link_id)
        shown = make_profile(account, await self._people.of_account(account.account_id), has_others=bool(others))
        await note(self._audit, customer, "view.profile", account.account_id, f"level {account.level}")
        return shown

    async def form(self, *, customer: Customer, link_id: int, changes: Mapping[Field, str]) -> ChangeForm:
        """Return the form of a change as it stands.

        :raises NoSuchLink: old, foreign or forged
        :raises ProofNeededToChange: the account was linked by the last payment only
        """
        await self._proven(customer, link_id)
        profile = await self.show(customer=customer, link_id=link_id)
        return ChangeForm(profile=profile, changes=changes, hold_hours=self._policy.profile_delay_hours)

    async def write(self, *, customer: Customer, link_id: int, field: Field, text: str) -> str:
        """Return what was written into a field as it is kept.

        :raises NotAName, NotAPhone, NotAnEmail, NotABirthDate, NotASex: it cannot be
        :raises SameAsOnFile: there is nothing to change
        :raises NoSuchLink, ProofNeededToChange: as in `form`
        :raises NotOfThisPayer: a company has no such field
        """
        form = await self.form(customer=customer, link_id=link_id, changes={})
        if field not in form.profile.fields:
            raise NotOfThisPayer
        legal = form.profile.account.kind == "legal"
        value = read(field, text, today=today_in_almaty(self._now), legal=legal)
        if same(field, form.profile.value(field), value):
            raise SameAsOnFile(field)
        return value

    async def send(self, *, customer: Customer, link_id: int, changes: Mapping[Field, str], key: str) -> Appeal:
        """Send a change to the office as an appeal; it is held back first, so that somebody else's can be stopped.

        The same `key` sends once.

        :raises NothingChanged: the form is empty
        :raises AppealUnderWay: a change of this account's profile is open already
        :raises NoSuchLink, ProofNeededToChange: as in `form`
        """
        known = await self._support.sent(customer=customer, key=key)
        if known is not None:
            return known
        account = await self._proven(customer, link_id)
        if not changes:
            raise NothingChanged(link_id)
        today = today_in_almaty(self._now)
        asked = Asked(
            kind=Kind.PROFILE_CHANGE,
            content={field.value: changes[field] for field in Field if field in changes},
            key=key,
            due_on=self._policy.due_on(Kind.PROFILE_CHANGE, today),
            remind_on=self._policy.remind_on(Kind.PROFILE_CHANGE, today),
            held_until=self._now + timedelta(hours=self._policy.profile_delay_hours),
            alone_in=Kind.PROFILE_CHANGE.value,
        )
        return await self._support.register(customer=customer, account=account, asked=asked)

    async def _proven(self, customer: Customer, link_id: int) -> LinkedAccount:
        account = await self._accounts.get(customer=customer, link_id=link_id)
        if account.level < LEVEL_SECOND_PROOF:
            raise ProofNeededToChange(link_id)
        return account


def make_profile(account: LinkedAccount, person: PersonOnFile, *, has_others: bool) -> Profile:
    """Return the profile as this link may see it."""
    masked = account.level < LEVEL_SECOND_PROOF
    hidden = mask_address(person.locality, person.street)
    return Profile(
        account=account,
        has_others=has_others,
        masked=masked,
        payer=mask_payer(person.payer, legal=account.kind == "legal") if masked else person.payer,
        address_kk=hidden if masked else person.address_kk,
        address_ru=hidden if masked else person.address_ru,
        phone=mask_phone(person.phone) if masked else person.phone,
        mobile=mask_phone(person.mobile) if masked else person.mobile,
        email=mask_email(person.email) if masked else person.email,
        birth_date=None if masked else person.birth_date,
        sex="" if masked else person.sex,
    )
