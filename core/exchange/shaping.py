"""From the rows of a file to those of the book: accounts by their marks, personal data sealed."""

from collections.abc import Callable, Mapping, Sequence

from core.exchange.recurring import Memo
from core.exchange.rows import Batch
from core.exchange.strips import ACCOUNT, TAB, Columns
from core.packages.ports import Sealer, Shipment

Shaped = Mapping[str, Sequence[str | bytes | None]]

KNOWN_ACCOUNTS = 50_000  # marks kept at hand; files are mostly in the order of accounts
_ACCOUNT_STRIP = TAB.join(ACCOUNT)
_RENAMED = {"area_m2": "area", "losses_kwh": "losses"}
_PERSONAL = (
    *("branch_code", "account_no", "payer_name", "bin", "contract_no", "contract_date", "locality", "street"),
    *("house", "flat", "address_kk", "address_ru", "phone", "mobile", "email", "birth_date", "sex"),
)
_OPEN_OF_ACCOUNT = (
    *("branch_code", "kind", "residents", "area_m2", "stove", "benefit", "tariff_group", "tariff_scheme"),
    *("status", "opened_on", "closed_on"),
)


class Shaper:
    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._known: Memo[str, str] = Memo(self._mark)

    def shape(self, table: str, batch: Batch) -> Shipment:
        columns: dict[str, Sequence[str | bytes | None]] = {}
        if _ACCOUNT_STRIP in batch.columns:
            columns["account_id"] = self._known.all(batch.columns[_ACCOUNT_STRIP], KNOWN_ACCOUNTS)
        elif "account_no" in batch.columns:
            accounts = zip(*(batch.columns[name] for name in ACCOUNT), strict=True)
            columns["account_id"] = self._known.all(map(TAB.join, accounts), KNOWN_ACCOUNTS)
        columns |= self._others(table, batch.columns)
        return Shipment(
            lines=batch.lines,
            columns={_RENAMED.get(name, name): values for name, values in columns.items()},
            deleted=batch.deleted,
        )

    def account_id(self, branch_code: str, account_no: str) -> int:
        return self._sealer.account_id(branch_code, account_no)

    def _others(self, table: str, columns: Columns) -> Shaped:
        if table == "accounts":
            return self._account(columns)
        if table == "points":
            return self._point(columns)
        if table == "tariffs":  # parts of the key cannot be empty in the book
            return {**columns, "level": [level or "0" for level in columns["level"]]}
        if "account_no" in columns:
            return {name: values for name, values in columns.items() if name not in ACCOUNT}
        return {name: values for name, values in columns.items() if name != _ACCOUNT_STRIP}

    def _account(self, columns: Columns) -> Shaped:
        mark = self._sealer.mark
        owners = zip(columns["owner_id"], columns["contract_no"], strict=True)
        personal = zip(*(columns[name] for name in _PERSONAL), strict=True)
        shaped: dict[str, Sequence[str | bytes | None]] = {name: columns[name] for name in _OPEN_OF_ACCOUNT}
        shaped["number_mark"] = [str(self._sealer.number_mark(number)) for number in columns["account_no"]]
        shaped["owner_mark"] = [str(mark("owner", f"{owner}\0{contract}")) for owner, contract in owners]
        shaped["personal"] = [
            self._sealer.seal({name: value for name, value in zip(_PERSONAL, row, strict=True) if value})
            for row in personal
        ]
        return shaped

    def _point(self, columns: Columns) -> Shaped:
        seal: Callable[[object], bytes] = self._sealer.seal
        shaped: dict[str, Sequence[str | bytes | None]] = {
            name: columns[name] for name in ("point_id", "service_code", "supplier_code")
        }
        shaped["label"] = [
            seal({"name": name, "address": address}) if name or address else None
            for name, address in zip(columns["name"], columns["address"], strict=True)
        ]
        return shaped

    def _mark(self, account: str) -> str:
        branch, number = account.split(TAB)
        return str(self._sealer.account_id(branch, number)) if branch and number else ""
