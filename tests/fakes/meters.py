"""Meters and what was sent for them, as the services of readings find them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.accounts.model import LinkedAccount, NoSuchLink
from core.accounts.policy import AccountNumber
from core.accounts.ports import Holder
from core.accounts.service import current_of
from core.clock import today_in_almaty
from core.customers.model import ConsentNeeded, Customer
from core.period import Period
from core.readings.hiding import hidden_submission
from core.readings.model import LastReading, Meter, Register, State, Submission, Value
from core.readings.policy import ReadingPolicy
from core.readings.ports import AccountOfMeters, DraftOnFile, NewSubmission, OwnReading, Stores
from core.readings.service import ReadingService
from core.readings.unlinked import UnlinkedReadingService
from core.tariffs.model import Interval
from tests.databases import NOW
from tests.fakes.ledger import ACCOUNT, OTHER_ACCOUNT

TODAY = today_in_almaty(NOW)  # 22 November 2026
LAST_DAY = date(2026, 10, 31)
NOVEMBER = Period(2026, 11)
POLICY = ReadingPolicy()
CHAT = 501


def register(zone: str = "T0", last: int | None = 12_000, *, monthly: int | None = 150, **facts: Any) -> Register:
    """Return a dial of five digits; `last` and `monthly` are whole kWh."""
    known = {
        "register_id": f"R-{zone}",
        "zone": zone,
        "digits_int": 5,
        "digits_frac": 0,
        "last": None if last is None else LastReading(value=last * 1000, date=LAST_DAY, source="inspector"),
        "intervals": () if monthly is None else (interval(monthly),),
    }
    return Register(**known | facts)


def interval(used: int, days: int = 30) -> Interval:
    return Interval(date_from=date(2026, 10, 1), date_to=date(2026, 10, 1 + days), volume=Decimal(used))


def meter(*registers: Register, **facts: Any) -> Meter:
    known: dict[str, Any] = {
        "meter_id": "M1",
        "point_id": "P1",
        "point_name": "",
        "serial_no": "CU0012345",
        "model": "",
        "ratio": 10_000,
        "losses": 0,
        "automatic": False,
        "status": "active",
        "registers": registers or (register(),),
    }
    dates = dict.fromkeys(("installed_on", "removed_on", "verification_due", "replacement_due"))
    return Meter(**known | dates | facts)


def zoned(**facts: Any) -> Meter:
    known: dict[str, Any] = {"meter_id": "M2", "serial_no": "MT2"}
    return meter(register("T1", 4306), register("T2", 2074, monthly=90), **known | facts)


def value(zone: str = "T0", at: int = 12_152, **facts: Any) -> Value:
    known: dict[str, Any] = {
        "register_id": f"R-{zone}",
        "zone": zone,
        "value": at * 1000,
        "previous": 12_000_000,
        "previous_date": LAST_DAY,
        "volume": 152_000,
    }
    return Value(**known | facts)


def submission(*values: Value, **facts: Any) -> Submission:
    known: dict[str, Any] = {
        "id": 1,
        "submission_id": "one",
        "account_no": ACCOUNT.account_no,
        "meter_id": "M1",
        "serial_no": "CU0012345",
        "period": NOVEMBER,
        "reading_date": TODAY,
        "submitted_at": NOW,
        "values": values or (value(),),
        "volume": 152_000,
        "estimate": 400_000,
        "state": State.QUEUED,
        "reason_code": "",
        "answered_at": None,
        "flags": (),
        "linked": True,
    }
    return Submission(**known | facts)


@dataclass
class Sent:
    """A submission with what stands beside it in its row."""

    submission: Submission
    chat_id: int
    account_id: int
    draft_id: int
    photo: str


@dataclass
class Desk:
    """All the stores of readings at once: `Work`, `Meters`, `Drafts`, `Submissions`, `Handover`, `Estimates`, audit."""

    accounts: dict[int, AccountOfMeters] = field(default_factory=dict)
    links: dict[int, tuple[LinkedAccount, ...]] = field(default_factory=dict)
    drafts: dict[int, DraftOnFile] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    queued: list[str] = field(default_factory=list)
    in_hand: set[str] = field(default_factory=set)
    tries: list[tuple[int, datetime]] = field(default_factory=list)
    records: list[tuple[str, str]] = field(default_factory=list)
    numbers: dict[str, tuple[tuple[int, str, str], ...]] = field(default_factory=dict)
    writes: int = 0
    told: dict[str, tuple[int, str, dict[str, Any]]] = field(default_factory=dict)  # by key: chat, name, values
    rival: Sent | None = None  # comes between the checks and the insert

    async def write(self) -> None:
        self.writes += 1

    async def record(self, *, actor: str, action: str, subject: str, detail: str = "") -> None:
        self.records.append((action, subject))

    async def post(self, *, key: str, chat_id: int, name: str, values: dict[str, Any], priority: int = 3) -> None:
        self.told.setdefault(key, (chat_id, name, values))

    async def alarm(self, *, key: str, name: str, values: dict[str, Any]) -> None:
        raise AssertionError("readings alarm nobody")

    async def of_account(self, account_id: int) -> tuple[Meter, ...]:
        return self.accounts[account_id].meters

    async def of_accounts(self, account_ids: tuple[int, ...]) -> tuple[AccountOfMeters, ...]:
        return tuple(self.accounts[each] for each in account_ids if each in self.accounts)

    async def of_number(self, number: str) -> tuple[tuple[int, str, str], ...]:
        return self.numbers.get(number, ())

    async def estimate(self, *, account_id: int, meter: Meter, values: tuple[Value, ...], until: date) -> int | None:
        return sum(each.volume or 0 for each in values) // 1000 * 3000

    async def queue(self, *, submission_id: str) -> None:
        self.queued.append(submission_id)

    async def recall(self, *, submission_id: str) -> bool:
        if submission_id in self.in_hand:
            return False
        self.queued = [each for each in self.queued if each != submission_id]
        return True


class FakeHolders:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of_account(self, account_id: int) -> tuple[Holder, ...]:
        return tuple(
            Holder(link_id=link.link_id, chat_id=chat_id, linked_at=NOW)
            for chat_id, links in self._desk.links.items()
            for link in links
            if link.account_id == account_id
        )


class FakeDrafts:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def add(self, draft: DraftOnFile, now: datetime) -> int:
        number = len(self._desk.drafts) + 1
        self._desk.drafts[number] = replace(draft, id=number)
        return number

    async def find(self, draft_id: int, chat_id: int, *, hold: bool = False) -> DraftOnFile | None:
        found = self._desk.drafts.get(draft_id)
        return found if found and found.chat_id == chat_id else None

    async def of_chat(self, chat_id: int) -> tuple[DraftOnFile, ...]:
        return tuple(each for each in self._desk.drafts.values() if each.chat_id == chat_id)

    async def change(self, draft: DraftOnFile, now: datetime) -> None:
        self._desk.drafts[draft.id] = draft

    async def unlinked_since(self, chat_id: int, since: datetime) -> int:
        return sum(chat == chat_id and at > since for chat, at in self._desk.tries)

    async def count_unlinked(self, chat_id: int, now: datetime) -> None:
        self._desk.tries.append((chat_id, now))

    async def forget(self, drafts_before: datetime, tries_before: datetime, most: int) -> int:
        return 0


class FakeSubmissions:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def add(self, new: NewSubmission) -> Submission | None:
        rival, self._desk.rival = self._desk.rival, None
        if rival:
            self._desk.sent.append(rival)
        same = [each for each in self._desk.sent if each.draft_id == new.draft_id]
        if same or await self.active(new.meter.meter_id, new.period):
            return None
        number = len(self._desk.sent) + 1
        added = submission(
            *new.values,
            id=number,
            submission_id=f"s{number}",
            meter_id=new.meter.meter_id,
            serial_no=new.meter.serial_no,
            period=new.period,
            reading_date=new.reading_date,
            submitted_at=new.submitted_at,
            volume=new.volume,
            estimate=new.estimate,
            flags=new.flags,
            linked=new.linked,
        )
        self._desk.sent.append(Sent(added, new.chat_id, new.account.account_id, new.draft_id, new.photo))
        return added

    async def find(self, submission: int, chat_id: int) -> Submission | None:
        for each in self._desk.sent:
            linked = any(link.account_id == each.account_id for link in self._desk.links.get(chat_id, ()))
            if each.submission.id == submission and (linked or each.chat_id == chat_id):
                return each.submission if linked else hidden_submission(each.submission)
        return None

    async def of_account(self, account_id: int, limit: int, before: int | None = None) -> tuple[Submission, ...]:
        found = [each.submission for each in reversed(self._desk.sent) if each.account_id == account_id]
        return tuple(each for each in found if before is None or each.id < before)[:limit]

    async def of_chat(self, chat_id: int) -> tuple[Submission, ...]:
        return tuple(each.submission for each in self._desk.sent if each.chat_id == chat_id)

    async def own(self, account_ids: tuple[int, ...], since: Period) -> dict[int, tuple[OwnReading, ...]]:
        return {
            account_id: tuple(
                own(each.submission)
                for each in self._desk.sent
                if each.account_id == account_id and each.submission.is_active and each.submission.period > since
            )
            for account_id in account_ids
        }

    async def active(self, meter_id: str, period: Period) -> Submission | None:
        found = (each.submission for each in self._desk.sent if each.submission.meter_id == meter_id)
        return next((each for each in found if each.period == period and each.is_active), None)

    async def set_state(self, submission: int, state: State) -> None:
        for each in self._desk.sent:
            if each.submission.id == submission:
                each.submission = replace(each.submission, state=state)


def own(sent: Submission) -> OwnReading:
    return OwnReading(
        id=sent.id,
        meter_id=sent.meter_id,
        period=sent.period,
        reading_date=sent.reading_date,
        values=tuple((each.register_id, each.value) for each in sent.values),
    )


class FakeAccounts:
    """`linked`, `meant` and `get` of AccountService."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def linked(self, *, customer: Customer) -> tuple[LinkedAccount, ...]:
        if customer.consent_version is None:
            raise ConsentNeeded
        return self._desk.links.get(customer.chat_id, ())

    async def meant(
        self, *, customer: Customer, link_id: int | None
    ) -> tuple[LinkedAccount, tuple[LinkedAccount, ...]]:
        linked = await self.linked(customer=customer)
        account = (
            current_of(customer, linked) if link_id is None else await self.get(customer=customer, link_id=link_id)
        )
        return account, tuple(each for each in linked if each.link_id != account.link_id)

    async def get(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        for account in await self.linked(customer=customer):
            if account.link_id == link_id:
                return account
        raise NoSuchLink


@dataclass
class Office:
    """The services of readings over one desk, at a time that tests may move."""

    desk: Desk
    policy: ReadingPolicy = POLICY
    now: datetime = NOW

    @property
    def stores(self) -> Stores:
        desk = self.desk
        return Stores(
            work=desk,
            meters=desk,
            drafts=FakeDrafts(desk),
            submissions=FakeSubmissions(desk),
            handover=desk,
            estimates=desk,
            audit=desk,
            holders=FakeHolders(desk),
            notices=desk,
        )

    @property
    def readings(self) -> ReadingService:
        accounts: Any = FakeAccounts(self.desk)
        return ReadingService(stores=self.stores, accounts=accounts, policy=self.policy, now=self.now)

    @property
    def unlinked(self) -> UnlinkedReadingService:
        return UnlinkedReadingService(
            stores=self.stores, policy=self.policy, numbers=AccountNumber(), answer_seconds=0.4, now=self.now
        )


def customer(chat_id: int = CHAT, consent: str | None = "2026-01", current: int | None = None) -> Customer:
    return Customer(chat_id=chat_id, language="ru", consent_version=consent, current_link=current)


def account_of(*meters: Meter, account: LinkedAccount = ACCOUNT, **facts: Any) -> AccountOfMeters:
    known: dict[str, Any] = {
        "account_id": account.account_id,
        "owner_mark": 1,
        "branch_code": "UKG",
        "account_no": account.account_no,
        "status": "active",
        "meters": meters,
    }
    return AccountOfMeters(**known | facts)


def office(*meters: Meter, others: tuple[Meter, ...] = (), **policy: Any) -> Office:
    """Return an office where CHAT has linked an account with these meters, and another one with `others`, if any."""
    links = (ACCOUNT, OTHER_ACCOUNT) if others else (ACCOUNT,)
    accounts = [account_of(*meters), account_of(*others, account=OTHER_ACCOUNT)]
    desk = Desk(accounts={each.account_id: each for each in accounts}, links={CHAT: links})
    return Office(desk, ReadingPolicy(**policy))
