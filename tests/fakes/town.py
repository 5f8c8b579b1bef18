"""A small town of consumers, put into the book directly, and a chat that speaks to the cabinet about it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import Table, insert, update
from sqlalchemy.ext.asyncio import create_async_engine

from core.accounts.policy import LinkPolicy
from core.cabinet import Cabinet
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.errors import DomainError
from core.retailer import DEMO_FILE, Retailer
from core.storage import book
from core.storage.engine import Database
from core.storage.sealing import code_hash
from core.storage.tables import generations, packages
from tests.databases import NOW

Result = TypeVar("Result")
OPERATORS = -1001


@dataclass(frozen=True, kw_only=True)
class Dial:
    """A register in whole kWh; a month and two months before its last reading it showed `monthly` less each."""

    zone: str = "T0"
    last: int | None = 12_193
    monthly: int = 150
    digits: int = 5
    source: str = "inspector"


@dataclass(frozen=True, kw_only=True)
class TownMeter:
    serial: str
    dials: tuple[Dial, ...] = (Dial(),)
    automatic: bool = False
    removed_days_ago: int | None = None
    verification_days: int | None = None  # till it is due
    replacement_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Household:
    number: str
    branch: str = "UKG"
    owner: str = "first"
    payer: str = "Ахметова Кәмила Серікқызы"
    kind: str = "person"
    status: str = "active"
    phone: str = ""
    mobile: str = ""
    email: str = ""
    birth_date: str = ""
    sex: str = ""
    paid: tuple[int, ...] = ()
    paid_days_ago: int = 10
    serials: tuple[str, ...] = ()  # of meters with one dial
    meters: tuple[TownMeter, ...] = ()
    scheme: str = "flat"
    tokens: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    codes_valid_days: int = 60


TOWN = (
    Household(
        number="000100100",
        paid=(466_734,),
        serials=("CU0012345",),
        phone="8 (7232) 26-11-00",
        mobile="+7 777 123-45-67",
        email="kamila@mail.example",
        birth_date="1960-11-22",
        sex="f",
        tokens=("token-of-100100-on-the-paper-bill",),
        codes=("ONETIMECODEOF100100",),
    ),
    Household(number="000100101", paid=(500_000,), serials=("CU0054321",)),
    Household(number="000100102"),
    Household(number="000100103", paid=(333_311,), status="closed"),
    Household(number="000100104", paid=(777_713,), paid_days_ago=181),
    Household(number="000100105", paid=(0,)),
    Household(number="000100106", paid=(123_411, 98_722)),
    Household(number="000100107", paid=(600_000,), mobile="87015550107"),
    Household(number="000200200", paid=(111_111,)),
    Household(number="000200200", branch="SEM", paid=(222_222,)),
    Household(number="000200201", paid=(444_444,), mobile="+77015550201"),
    Household(number="000200201", branch="SEM", paid=(444_444,), mobile="+77015550201"),
    Household(number="000300300", paid=(-50_000,)),
    Household(number="000300301", paid=(150_055,), kind="legal", payer='ТОО "Шығыс Құрылыс"'),
)

# For whoever submits readings; the price of both schemes is such that 152 kWh come to about 4 870 tenge.
METERED = (
    Household(
        number="000400100",
        paid=(511_111,),
        scheme="zone",
        meters=(
            TownMeter(
                serial="MT0030001",
                dials=(
                    Dial(zone="T1", last=4_306, monthly=220),
                    Dial(zone="T2", last=2_074, monthly=130),
                    Dial(zone="T3", last=1_127, monthly=60),
                ),
            ),
        ),
    ),
    Household(
        number="000400101",
        paid=(522_222,),
        meters=(
            TownMeter(serial="CU0099001", dials=(Dial(last=88_120),), removed_days_ago=20),
            TownMeter(serial="CU0099002", dials=(Dial(last=14, source="install"),), verification_days=-40),
        ),
    ),
    Household(number="000400102", paid=(533_333,), meters=(TownMeter(serial="CU0099962", dials=(Dial(last=99_962),)),)),
    Household(
        number="000400103",
        paid=(544_444,),
        meters=(
            TownMeter(serial="CU0040301", dials=(Dial(last=5_000, source="estimate"),)),
            TownMeter(serial="CU0040302", dials=(Dial(last=5_100, source="somewhere"),)),
        ),
    ),
    Household(number="000400111", paid=(566_611,), serials=("CU0000111",)),
    Household(number="000400112", paid=(566_612,), serials=("CU0000112",)),
    Household(number="000400113", paid=(566_613,), serials=("CU0000113",)),
    Household(number="000400104", paid=(555_555,), meters=(TownMeter(serial="AS0000104", automatic=True),)),
)
PRICES = {"": 320_400, "T1": 340_500, "T2": 170_200, "T3": 467_000}  # 1/10000 tenge, by zone


def rows_of(town: tuple[Household, ...], database: Database, now: datetime) -> dict[Table, list[dict[str, Any]]]:
    vault, today = database.vault, today_in_almaty(now)
    rows: dict[Table, list[dict[str, Any]]] = {
        book.branches: [{"branch_code": code, "name_kk": code, "name_ru": code} for code in ("SEM", "UKG")]
    }
    counts: dict[int, int] = {}
    for place, home in enumerate(town):
        account_id = vault.account_id(home.branch, home.number)
        for amount in home.paid:
            counts[amount] = counts.get(amount, 0) + 1
        rows.setdefault(book.accounts, []).append(_account(home, account_id, database))
        paid_on = today - timedelta(days=home.paid_days_ago)
        paid = [{"account_id": account_id, "amount": amount, "paid_on": paid_on} for amount in home.paid]
        rows.setdefault(book.last_payments, []).extend(paid)
        point = {"point_id": f"P{place}", "account_id": account_id}
        rows.setdefault(book.points, []).append(point)
        own = (*(TownMeter(serial=serial) for serial in home.serials), *home.meters)
        for number, meter in enumerate(own):
            _add_meter(rows, meter, f"M{place}-{number}", f"P{place}", today)
        rows.setdefault(book.link_codes, []).extend(_codes(home, account_id, today))
    rows[book.tariffs] = _tariffs(today)
    rows[book.amount_counts] = [{"amount": amount, "accounts": count} for amount, count in counts.items()]
    return rows


def _add_meter(
    rows: dict[Table, list[dict[str, Any]]], meter: TownMeter, meter_id: str, point_id: str, today: date
) -> None:
    removed, due, replaced = meter.removed_days_ago, meter.verification_days, meter.replacement_days
    facts = {
        "meter_id": meter_id,
        "point_id": point_id,
        "serial_no": meter.serial,
        "automatic": meter.automatic,
        "status": "active" if removed is None else "removed",
        "removed_on": None if removed is None else today - timedelta(days=removed),
        "verification_due": None if due is None else today + timedelta(days=due),
        "replacement_due": None if replaced is None else today + timedelta(days=replaced),
    }
    rows.setdefault(book.meters, []).append(facts)
    for dial in meter.dials:
        register = f"{meter_id}-{dial.zone}"
        digits = {"digits_int": dial.digits, "digits_frac": 0}
        rows.setdefault(book.registers, []).append(
            {"register_id": register, "meter_id": meter_id, "zone": dial.zone, **digits}
        )
        rows.setdefault(book.readings, []).extend(_readings(dial, register, today))


def _readings(dial: Dial, register: str, today: date) -> list[dict[str, Any]]:
    """Return the last reading, a month ago, and those of the two months before, as far down as the dial goes."""
    if dial.last is None:
        return []
    values = [(months, dial.last - (months - 1) * dial.monthly) for months in (1, 2, 3)]
    return [
        {
            "reading_id": f"{register}-{months}",
            "register_id": register,
            "reading_date": today - timedelta(days=30 * months),
            "value": value * 1000,
            "source": dial.source,
            "accepted": True,
        }
        for months, value in values
        if value >= 0
    ]


def _tariffs(today: date) -> list[dict[str, Any]]:
    since = {"stove": "*", "benefit": "*", "level": 0, "valid_from": today - timedelta(days=400)}
    return [
        {
            **since,
            "tariff_group": "POP",
            "scheme": "zone" if zone else "flat",
            "zone": zone,
            "price_ex_vat": price * 100 // 116,
            "vat_rate": 1600,
            "price_inc_vat": price,
        }
        for zone, price in PRICES.items()
    ]


def _account(home: Household, account_id: int, database: Database) -> dict[str, Any]:
    personal = {
        "branch_code": home.branch,
        "account_no": home.number,
        "payer_name": home.payer,
        "locality": "Өскемен",
        "street": "Қабанбай батыр көшесі",
        "house": "12",
        "flat": "34",
        "address_kk": "Өскемен, Қабанбай батыр көшесі, 12, 34-пәтер",
        "address_ru": "Усть-Каменогорск, ул. Кабанбай батыра, 12, кв. 34",
        "phone": home.phone,
        "mobile": home.mobile,
        "email": home.email,
        "birth_date": home.birth_date,
        "sex": home.sex,
    }
    return {
        "account_id": account_id,
        "number_mark": database.vault.number_mark(home.number),
        "owner_mark": database.vault.mark("owner", home.owner),
        "branch_code": home.branch,
        "kind": home.kind,
        "status": home.status,
        "residents": 3,
        "stove": "E",
        "tariff_group": "POP",
        "tariff_scheme": home.scheme,
        "personal": database.vault.seal(personal),
    }


def _codes(home: Household, account_id: int, today: date) -> list[dict[str, Any]]:
    valid_to = today + timedelta(days=home.codes_valid_days)
    kinds = [("account_token", code) for code in home.tokens] + [("one_time", code) for code in home.codes]
    return [
        {"code_hash": code_hash(code), "account_id": account_id, "kind": kind, "valid_to": valid_to}
        for kind, code in kinds
    ]


async def deliver(
    database: Database,
    town: tuple[Household, ...],
    *,
    generation: int = 1,
    now: datetime = NOW,
    accounts: int | None = None,
) -> None:
    """Fill a generation and switch to it; `accounts`: how many the retailer is said to have."""
    await database.create_book(generation)
    if database.is_sqlite:
        file = create_async_engine(database.url.set(database=str(database.book_file(generation))))
        translate: dict[str, str | None] = {"book": None}
    else:
        file, translate = database.writer, {"book": f"book_{generation}"}
    async with file.begin() as connection:
        await connection.execution_options(schema_translate_map=translate)
        for table, rows in rows_of(town, database, now).items():
            if rows:
                await connection.execute(insert(table), rows)
    if database.is_sqlite:
        await file.dispose()
    async with database.work() as work:
        await work.write()
        await work.execute(update(generations).values(state="old"))
        live = {"generation": generation, "state": "live", "book_format": book.BOOK_FORMAT, "switched_at": now}
        await work.execute(insert(generations).values(live))
        package = {
            "package_id": f"package-{generation}",
            "generation": generation,
            "mode": "full",
            "operator": "DEMO",
            "as_of": "2026-11-21",
            "period": 202611,
            "generated_at": now,
            "imported_at": now + timedelta(seconds=generation),
            "accounts": accounts or len(town),
            "rows": 0,
            "bad_rows": 0,
        }
        await work.execute(insert(packages).values(package))
        await work.commit()


@dataclass
class Town:
    """The cabinet as chats use it: each call is one update, a refusal commits what it leaves behind."""

    database: Database
    retailer: Retailer
    now: datetime = NOW
    consent: str | None = "2026-01"

    async def ask(self, act: Callable[[Cabinet], Awaitable[Result]]) -> Result:
        async with self.database.work() as work:
            cabinet = Cabinet(work, self.retailer, self.now, OPERATORS)
            try:
                result = await act(cabinet)
            except DomainError:
                await work.commit()
                raise
            await work.commit()
            return result

    def customer(self, chat_id: int, current_link: int | None = None) -> Customer:
        return Customer(chat_id=chat_id, language="kk", consent_version=self.consent, current_link=current_link)

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def set_policy(self, **numbers: Any) -> None:
        policy = LinkPolicy.model_validate(self.retailer.linking.model_dump() | numbers)
        self.retailer = self.retailer.model_copy(update={"linking": policy})


@pytest.fixture
async def town(database: Database) -> Town:
    await deliver(database, TOWN)
    return Town(database, Retailer.from_file(DEMO_FILE))
