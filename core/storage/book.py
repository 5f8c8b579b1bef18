"""What the accounting system delivers: one generation of it is one SQLite file or one PostgreSQL schema.

The schema is called `book` here and is put in place by `engine.py`. Keys between the tables are checked by the
import with set queries, not by the database, so that a generation can be filled at full speed.
Money is tiyn, energy thousandths of a kWh, a price 1/10000 tenge, a rate of VAT 1/100 per cent, a ratio 1/10000.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Index, Integer, LargeBinary, MetaData, String, Table

from core.storage.types import Month

BOOK_FORMAT = 1

metadata = MetaData(schema="book", naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"})


def _key(name: str, length: int = 32) -> Column[Any]:
    return Column(name, String(length), primary_key=True)


def _code(name: str) -> Column[Any]:
    return Column(name, String(32))


def _money(name: str) -> Column[Any]:
    return Column(name, BigInteger)


branches = Table(
    "branches",
    metadata,
    _key("branch_code"),
    Column("name_kk", String(255)),
    Column("name_ru", String(255)),
    Column("address_kk", String(255)),
    Column("address_ru", String(255)),
    Column("phones", String(255)),
    Column("hours", String(255)),
    Column("lat", Float),
    Column("lon", Float),
)

suppliers = Table(
    "suppliers",
    metadata,
    _key("supplier_code"),
    Column("name_kk", String(255)),
    Column("name_ru", String(255)),
    Column("bin", String(12)),
    Column("iban", String(34)),
    Column("bic", String(11)),
)

services = Table(
    "services",
    metadata,
    _key("service_code"),
    Column("name_kk", String(255)),
    Column("name_ru", String(255)),
    Column("name_en", String(255)),
    Column("unit", String(32)),
    Column("metered", Boolean),
)

# `personal` is one sealed JSON: branch_code, account_no, payer_name, bin, contract_no, contract_date, locality,
# street, house, flat, address_kk, address_ru, phone, mobile, email, birth_date, sex (whichever are given).
accounts = Table(
    "accounts",
    metadata,
    Column("account_id", BigInteger, primary_key=True, autoincrement=False),  # Vault.account_id
    Column("number_mark", BigInteger, nullable=False),  # Vault.number_mark
    Column("owner_mark", BigInteger, nullable=False),  # over owner_id and contract_no: changes with either
    Column("branch_code", String(32)),
    Column("kind", String(6)),  # person | legal
    Column("residents", Integer),
    Column("area", Integer),  # 1/100 square metre
    Column("stove", String(1)),  # E | G | N
    Column("benefit", String(6)),  # none | single
    Column("tariff_group", String(32)),
    Column("tariff_scheme", String(5)),  # flat | level | zone
    Column("status", String(12)),  # active | disconnected | closed
    Column("opened_on", Date),
    Column("closed_on", Date),
    Column("personal", LargeBinary),
    Index(None, "number_mark"),
)

account_history = Table(
    "account_history",
    metadata,
    Column("account_id", BigInteger, primary_key=True, autoincrement=False),
    Column("valid_from", Date, primary_key=True),
    Column("residents", Integer),
    Column("stove", String(1)),
    Column("benefit", String(6)),
    Column("tariff_group", String(32)),
    Column("tariff_scheme", String(5)),
)

points = Table(
    "points",
    metadata,
    _key("point_id"),
    Column("account_id", BigInteger, nullable=False),
    _code("service_code"),
    _code("supplier_code"),
    Column("label", LargeBinary),  # sealed JSON: name, address
    Index(None, "account_id"),
)

meters = Table(
    "meters",
    metadata,
    _key("meter_id"),
    _code("point_id"),
    Column("serial_no", String(64)),
    Column("model", String(255)),
    Column("phases", Integer),
    Column("ratio", BigInteger),
    Column("losses", BigInteger),
    Column("installed_on", Date),
    Column("removed_on", Date),
    Column("verified_on", Date),
    Column("verification_due", Date),
    Column("replacement_due", Date),
    Column("seal_no", String(64)),
    Column("automatic", Boolean),
    Column("status", String(8)),  # active | faulty | removed
    Index(None, "point_id"),
)

registers = Table(
    "registers",
    metadata,
    _key("register_id"),
    _code("meter_id"),
    Column("zone", String(2)),  # T0 total, T1 day, T2 night, T3 peak
    Column("digits_int", Integer),
    Column("digits_frac", Integer),
    Column("unit", String(32)),
    Index(None, "meter_id"),
)

readings = Table(
    "readings",
    metadata,
    _key("reading_id"),
    _code("register_id"),
    Column("reading_date", Date),
    Column("value", BigInteger),
    Column("source", String(16)),  # open list: bot, web, phone, inspector, askue, estimate, install, removal, verify
    Column("accepted", Boolean),
    Index(None, "register_id", "reading_date"),
)

tariffs = Table(
    "tariffs",
    metadata,
    _key("tariff_group"),
    _key("scheme", 5),
    _key("stove", 1),  # "*" any
    _key("benefit", 6),  # "*" any
    _key("zone", 2),  # empty: none
    Column("level", Integer, primary_key=True, autoincrement=False),  # 0: none
    Column("valid_from", Date, primary_key=True),
    Column("valid_to", Date),
    Column("norm_from", BigInteger),
    Column("norm_to", BigInteger),
    Column("price_ex_vat", BigInteger),
    Column("vat_rate", Integer),
    Column("price_inc_vat", BigInteger),
)

balances = Table(
    "balances",
    metadata,
    Column("account_id", BigInteger, primary_key=True, autoincrement=False),
    _key("service_code"),
    _key("supplier_code"),
    Column("period", Month, primary_key=True, autoincrement=False),
    _money("opening"),
    _money("accrued"),
    _money("corrections"),
    _money("paid"),
    _money("penalty"),
    _money("penalty_forecast"),
    _money("advance"),
    _money("closing"),
    Column("paid_until", Date),
)

charges = Table(
    "charges",
    metadata,
    _key("charge_id"),
    Column("account_id", BigInteger, nullable=False),
    _code("service_code"),
    _code("supplier_code"),
    _code("point_id"),
    Column("period", Month),
    Column("charge_date", Date),
    Column("method", String(7)),  # meter | average | norm | fixed
    _code("register_id"),
    Column("date_from", Date),
    Column("value_from", BigInteger),
    Column("date_to", Date),
    Column("value_to", BigInteger),
    Column("level", Integer),
    Column("zone", String(2)),
    Column("volume", BigInteger),
    Column("price_inc_vat", BigInteger),
    Column("vat_rate", Integer),
    _money("amount"),
    _money("vat_amount"),
    Index(None, "account_id", "period"),
)

payments = Table(
    "payments",
    metadata,
    _key("payment_id"),
    Column("account_id", BigInteger, nullable=False),
    _code("service_code"),
    _code("supplier_code"),
    Column("paid_at", String(19)),  # 2026-11-22 or 2026-11-22T18:40:00 of Kazakhstan, as delivered
    Column("posted_on", Date),
    _money("amount"),
    Column("channel", String(255)),
    Column("doc_no", String(64)),
    Index(None, "account_id", "paid_at"),
)

corrections = Table(
    "corrections",
    metadata,
    _key("correction_id"),
    Column("account_id", BigInteger, nullable=False),
    _code("service_code"),
    _code("supplier_code"),
    Column("period", Month),
    Column("posted_on", Date),
    Column("volume", BigInteger),
    _money("amount"),
    _code("reason_code"),
    Column("reason_text", String(255)),
    Index(None, "account_id", "period"),
)

link_codes = Table(
    "link_codes",
    metadata,
    _key("code_hash", 64),
    Column("account_id", BigInteger, nullable=False),
    Column("kind", String(13)),  # account_token | one_time
    Column("valid_to", Date),
)

outages = Table(
    "outages",
    metadata,
    _key("outage_id"),
    _code("branch_code"),
    Column("kind", String(9)),  # planned | emergency | restored
    Column("from_at", String(25)),
    Column("to_at", String(25)),
    Column("localities", String(255)),
    Column("streets", String(255)),
    Column("houses", String(255)),
    Column("text_kk", String(255)),
    Column("text_ru", String(255)),
)

bills = Table(
    "bills",
    metadata,
    _key("bill_id"),
    Column("account_id", BigInteger, nullable=False),
    Column("period", Month),
    Column("kind", String(11)),  # main | alternative
    Column("formed_on", Date),
    Column("due_on", Date),
    _money("total"),
    Column("file_front", String(255)),
    Column("file_back", String(255)),
    Index(None, "account_id", "period"),
)

# Derived by the import, for the proof by last payment: the newest payment of each account, as one sum over its
# services. Two payments of one moment are two rows.
last_payments = Table(
    "last_payments",
    metadata,
    Column("account_id", BigInteger, primary_key=True, autoincrement=False),
    Column("amount", BigInteger, primary_key=True, autoincrement=False),
    Column("paid_on", Date, nullable=False),
)

# How many accounts have this amount as their newest payment: the common-amount rule.
amount_counts = Table(
    "amount_counts",
    metadata,
    Column("amount", BigInteger, primary_key=True, autoincrement=False),
    Column("accounts", Integer, nullable=False),
)
