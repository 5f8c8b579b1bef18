"""What the office does for somebody who stands at its counter and has shown who he is."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.accounts import proof
from core.accounts.model import BranchNeeded
from core.accounts.policy import AccountNumber, LinkPolicy
from core.accounts.ports import Candidate, Stores


class NoSuchAccount(LookupError):
    """The live book has no account of this number; told to the office only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuedCode:
    """Shown once: only its hash is kept. `payload` follows `?start=`, `typed` is for a person's eyes."""

    payload: str
    typed: str
    until: datetime


class OfficeService:
    def __init__(self, *, stores: Stores, policy: LinkPolicy, numbers: AccountNumber, now: datetime) -> None:
        self._stores = stores
        self._policy = policy
        self._numbers = numbers
        self._now = now

    async def unlock(self, *, number: str, branch: str | None = None) -> None:
        """End the freeze of an account and forget the wrong tries at its number.

        :raises NumberNotUnderstood: no account number
        :raises NoSuchAccount, BranchNeeded: none or several of this number
        """
        await self._stores.work.write()
        number, account = await self._account(number, branch)
        await self._stores.limits.unlock(account.account_id, number, self._now)
        await self._record("unlock", account)

    async def issue_code(self, *, number: str, branch: str | None = None) -> IssuedCode:
        """Make a one-time code of 128 bits that links the account at level 2, even where guessing is locked.

        :raises NumberNotUnderstood: no account number
        :raises NoSuchAccount, BranchNeeded: none or several of this number
        """
        await self._stores.work.write()
        _, account = await self._account(number, branch)
        payload = base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")
        until = self._now + timedelta(days=self._policy.code_days)
        await self._stores.codes.issue(
            code=payload, account_id=account.account_id, owner_mark=account.owner_mark, now=self._now, until=until
        )
        await self._record("code.issue", account)
        typed = "-".join(payload[start : start + 5] for start in range(0, len(payload), 5))
        return IssuedCode(payload=payload, typed=typed, until=until)

    async def _account(self, text: str, branch: str | None) -> tuple[str, Candidate]:
        number = proof.read_number(text, self._numbers)
        found = [
            account
            for account in await self._stores.accounts.candidates(number, self._now)
            if branch in (None, account.branch_code)
        ]
        if len(found) > 1:
            raise BranchNeeded(await self._stores.accounts.branches(tuple(one.branch_code for one in found)))
        if not found:
            raise NoSuchAccount(number)
        return number, found[0]

    async def _record(self, action: str, account: Candidate) -> None:
        await self._stores.audit.record(actor="office", action=action, subject=f"account:{account.account_id}")
