"""What the accrued sum of a month is made of: volumes, prices and the readings behind them."""

from itertools import groupby

from bot.keyboards import balance_statement as keyboard
from bot.keyboards.balance_statement import OpenCharges
from bot.screens.balance import service_line
from bot.screens.balance_amounts import clip
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.balance.model import ChargeLine, MonthCharges
from core.i18n import Translator

_LINES_A_PAGE = 8
_LONGEST_SERIAL = 30
_KWH = {"", "kwh", "квтч", "квтсағ"}  # as packages write it, but for dots and spaces


def charges(shown: MonthCharges, asked: OpenCharges, tr: Translator) -> Screen:
    pages = max(1, -(-len(shown.lines) // _LINES_A_PAGE))
    page = min(int(asked.page), pages - 1)
    lines = shown.lines[page * _LINES_A_PAGE : (page + 1) * _LINES_A_PAGE]
    parts = ["\n".join(_head(shown, tr))]
    if not shown.lines:
        parts.append(tr.gettext("The accounting system has sent no charges for this month."))
    for _, same in groupby(lines, lambda line: line.service):
        parts.append(_service(list(same), tr))
    if pages > 1:
        parts.append(tr.gettext("Page {page} of {pages}", page=page + 1, pages=pages))
    if shown.lines and shown.unexplained:
        parts.append(
            tr.gettext("⚠️ The sum of the lines differs from the accrued sum by {sum}.", sum=tr.money(shown.unexplained))
        )
    return Screen(text="\n\n".join(parts), keyboard=keyboard.charges(asked, page, pages, tr))


def _head(shown: MonthCharges, tr: Translator) -> list[str]:
    return [
        tr.gettext("<b>What the accrued sum is made of</b>"),
        account_line(shown.account, tr),
        tr.gettext("Period: {period}", period=tr.month(shown.period)),
        tr.gettext("Accrued: <b>{sum}</b>", sum=tr.money(shown.accrued)),
    ]


def _service(lines: list[ChargeLine], tr: Translator) -> str:
    parts = [service_line(lines[0].service, tr)]
    for _, same in groupby(lines, _measured):
        step = list(same)
        parts += [*_measurement(step[0], tr), *(_sum(line, tr) for line in step)]
    return "\n".join(parts)


def _measured(line: ChargeLine) -> tuple[object, ...]:
    """Return what the levels of one measurement have in common, so that it is said once."""
    return (line.method, line.serial_no, line.zone, line.date_from, line.value_from, line.date_to, line.value_to)


def _measurement(line: ChargeLine, tr: Translator) -> list[str]:
    said: list[str] = [_method(line, tr)]
    if line.serial_no:
        said.append(tr.gettext("№\u00a0{serial}", serial=clip(line.serial_no, _LONGEST_SERIAL)))
    if zone := _zone(line, tr):
        said.append(zone)
    parts = [f"▪️ {' · '.join(each for each in said if each)}"] if any(said) else []
    span = [tr.short_date(day) for day in (line.date_from, line.date_to) if day]
    readings = [tr.quantity(value) for value in (line.value_from, line.value_to) if value is not None]
    for values, arrow in ((span, " – "), (readings, " → ")):
        if values:
            parts.append(arrow.join(values))
    return parts


def _sum(line: ChargeLine, tr: Translator) -> str:
    money = tr.money(line.amount)
    level = tr.gettext("level {level}: ", level=line.level) if line.level else ""
    if line.volume is None or line.price is None:
        return tr.gettext("{level}<b>{sum}</b>", level=level, sum=money)
    return tr.gettext(
        "{level}{volume} × {price} = <b>{sum}</b>",
        level=level,
        volume=volume(line.volume, line.service.unit, tr),
        price=tr.price(line.price),
        sum=money,
    )


def volume(thousandths: int, unit: str, tr: Translator) -> str:
    """Return a volume with its unit, the one of energy in the words of the reader."""
    if "".join(sign for sign in unit.casefold() if sign.isalpha()) in _KWH:
        return tr.energy(thousandths)
    return f"{tr.quantity(thousandths)} {clip(unit, 12)}"


def _method(line: ChargeLine, tr: Translator) -> str:
    match line.method:
        case "meter":
            return tr.gettext("by the meter")
        case "average":
            return tr.gettext("by the average consumption")
        case "norm":
            return tr.gettext("by the norm")
        case "fixed":
            return tr.gettext("a fixed sum")
        case _:
            return ""


def _zone(line: ChargeLine, tr: Translator) -> str:
    match line.zone:
        case "T1":
            return tr.gettext("day zone")
        case "T2":
            return tr.gettext("night zone")
        case "T3":
            return tr.gettext("peak zone")
        case _:
            return ""
