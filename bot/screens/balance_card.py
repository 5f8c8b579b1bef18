"""The account card: who pays for what, and by which meters it is counted."""

from datetime import date
from typing import NamedTuple

from bot.keyboards import balance as keyboard
from bot.screens.accounts import status
from bot.screens.balance_amounts import clip
from bot.screens.screen import Screen
from core.accounts.model import AccountCard, CardMeter, CardPoint
from core.i18n import Translator
from core.retailer import Retailer

_METERS_A_PAGE = 4
_LONGEST = 80
_LONGEST_ADDRESS = 160
_ONE = 10_000  # a transformer ratio of 1


class _Place(NamedTuple):
    """A meter at its point; None: a point without meters."""

    point: CardPoint
    meter: CardMeter | None


def card(shown: AccountCard, page: int, today: date, retailer: Retailer, tr: Translator) -> Screen:
    in_place = [place for place in _places(shown) if place.meter is None or place.meter.in_place]
    replaced = [place for place in _places(shown) if place.meter is not None and not place.meter.in_place]
    places = in_place + replaced
    pages = max(1, -(-len(places) // _METERS_A_PAGE))
    page = min(max(page, 0), pages - 1)
    parts = ["\n".join((tr.gettext("<b>Account card</b>"), *_facts(shown, tr)))]
    page_of = places[page * _METERS_A_PAGE : (page + 1) * _METERS_A_PAGE]
    parts += ["\n".join(_place(place, today, retailer, tr, named=len(shown.points) > 1)) for place in page_of]
    if pages > 1:
        parts.append(tr.gettext("Page {page} of {pages}", page=page + 1, pages=pages))
    if shown.masked:
        parts.append(tr.gettext("🔒 Name and address are partly hidden. «Show in full» takes one more proof."))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.card(shown, page, pages, tr))


def _places(shown: AccountCard) -> list[_Place]:
    return [_Place(point, meter) for point in shown.points for meter in (point.meters or (None,))]


def _facts(shown: AccountCard, tr: Translator) -> list[str]:
    address = shown.address_kk if tr.language == "kk" else shown.address_ru
    branch = shown.branch.name(tr.language)
    account = shown.account
    lines = [
        tr.gettext("Account number: <code>{number}</code>", number=account.account_no),
        tr.gettext("Name: {alias}", alias=account.alias) if account.alias else "",
        tr.gettext("Payer: {payer}", payer=clip(shown.payer, _LONGEST_ADDRESS)) if shown.payer else "",
        tr.gettext("Legal entity") if account.kind == "legal" else "",
        tr.gettext("BIN: {bin}", bin=shown.bin) if shown.bin else "",
        tr.gettext("Contract: {number}", number=clip(shown.contract_no, _LONGEST)) if shown.contract_no else "",
        tr.gettext("Address: {address}", address=clip(address, _LONGEST_ADDRESS)) if address else "",
        tr.gettext("Branch: {branch}", branch=clip(branch, _LONGEST)) if branch else "",
        tr.gettext("Status: {status}", status=status(account, tr)),
        tr.gettext("Opened: {date}", date=tr.short_date(shown.opened_on)) if shown.opened_on else "",
        tr.gettext("Closed: {date}", date=tr.short_date(shown.closed_on)) if shown.closed_on else "",
    ]
    return [line for line in (*lines, *_household(shown, tr)) if line]


def _household(shown: AccountCard, tr: Translator) -> list[str]:
    plan = _plan(shown.tariff_scheme, tr)
    return [
        *(_home(shown, tr) if shown.account.kind != "legal" else []),
        tr.gettext("Area: {area}", area=tr.area(shown.area)) if shown.area else "",
        tr.gettext("Tariff plan: {plan}", plan=plan) if plan else "",
    ]


def _home(shown: AccountCard, tr: Translator) -> list[str]:
    residents, stove = shown.residents, _stove(shown.stove, tr)
    return [
        tr.gettext("Number of permanent residents: {count}", count=residents) if residents is not None else "",
        tr.gettext("Stove: {stove}", stove=stove) if stove else "",
        tr.gettext("Benefit: single pensioner") if shown.benefit == "single" else "",
    ]


def _stove(stove: str, tr: Translator) -> str:
    match stove:
        case "E":
            return tr.gettext("electric")
        case "G":
            return tr.gettext("gas")
        case "N":
            return tr.gettext("none")
        case _:
            return ""


def _plan(scheme: str, tr: Translator) -> str:
    match scheme:
        case "flat":
            return tr.gettext("one average price")
        case "level":
            return tr.gettext("by levels of consumption")
        case "zone":
            return tr.gettext("by zones of the day")
        case _:
            return ""


def _place(place: _Place, today: date, retailer: Retailer, tr: Translator, *, named: bool) -> list[str]:
    point, meter = place
    lines = _point(point, tr) if named else []
    return [*lines, *(_meter(meter, today, retailer, tr) if meter else [])]


def _point(point: CardPoint, tr: Translator) -> list[str]:
    service = {"kk": point.service_kk, "ru": point.service_ru}.get(tr.language, point.service_en)
    name = " · ".join(filter(None, (service, point.name))) or "—"
    lines: list[str] = [tr.gettext("📍 <b>{point}</b>", point=clip(name, _LONGEST))]
    if point.address:
        lines.append(tr.gettext("{address}", address=clip(point.address, _LONGEST_ADDRESS)))
    return lines


def _meter(meter: CardMeter, today: date, retailer: Retailer, tr: Translator) -> list[str]:
    word = retailer.meter_word.of(tr.language).capitalize()
    serial = clip(meter.serial_no or "—", _LONGEST)
    lines: list[str] = [tr.gettext("🔌 {meter} № <code>{serial}</code>", meter=word, serial=serial)]
    if meter.model:
        lines.append(tr.gettext("Type: {model}", model=clip(meter.model, _LONGEST)))
    if not meter.in_place:
        gone = meter.removed_on
        lines.append(tr.gettext("♻️ Removed: {date}", date=tr.short_date(gone)) if gone else tr.gettext("♻️ Removed"))
        return lines
    if meter.status == "faulty":
        lines.append(tr.gettext("⚠️ Faulty"))
    if meter.automatic:
        lines.append(tr.gettext("Its readings are taken automatically."))
    if meter.ratio and meter.ratio != _ONE:
        lines.append(tr.gettext("Transformer ratio: {ratio}", ratio=tr.quantity(meter.ratio // 10)))
    return [*lines, *_dates(meter, today, tr)]


def _dates(meter: CardMeter, today: date, tr: Translator) -> list[str]:
    lines: list[str] = []
    if meter.installed_on:
        lines.append(tr.gettext("Installed: {date}", date=tr.short_date(meter.installed_on)))
    if meter.verified_on:
        lines.append(tr.gettext("Verified: {date}", date=tr.short_date(meter.verified_on)))
    if meter.verification_due:
        due = tr.short_date(meter.verification_due)
        is_late = meter.verification_due < today
        lines.append(
            tr.gettext("⚠️ Verification is overdue since {date}", date=due)
            if is_late
            else tr.gettext("Next verification: {date}", date=due)
        )
    if meter.replacement_due:
        due = tr.short_date(meter.replacement_due)
        is_late = meter.replacement_due < today
        lines.append(
            tr.gettext("⚠️ Replacement is overdue since {date}", date=due)
            if is_late
            else tr.gettext("Planned replacement: {date}", date=due)
        )
    return lines
