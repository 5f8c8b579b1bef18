"""How much energy was used: the months in words, the picture of two years above them.

The words stand under a picture, so they have to stay within 1024 signs.
"""

from collections.abc import Sequence

from bot.keyboards import usage as keyboard
from bot.keyboards.usage import PickPlace
from bot.screens.balance_amounts import clip
from bot.screens.screen import Picture, Screen
from bot.screens.start import account_line
from core.accounts.model import LinkedAccount
from core.i18n import Html, Translator
from core.usage.model import Place, Usage, UsageMonth

_LONGEST = 60
_ALIKE = 1  # per cent: a smaller change is none


def usage(shown: Usage, tr: Translator) -> Screen:
    head = [tr.gettext("<b>Consumption</b>"), account_line(shown.account, tr)]
    if len(shown.places) > 1:
        head.append(place_line(shown.place, tr))
    body = ["\n".join(part) for part in (_months(shown, tr), _summary(shown, tr), _notes(shown, tr)) if part]
    text = "\n\n".join(("\n".join(head), *(body or [_nothing_yet(shown, tr)])))
    return Screen(text=text, keyboard=keyboard.usage(shown, tr), picture=_picture(shown, tr), keeps_picture=True)


def choose_place(shown: Usage, asked: PickPlace, tr: Translator) -> Screen:
    lines = (account_line(shown.account, tr), tr.gettext("Which meter do you want to see?"))
    return Screen(text="\n".join(lines), keyboard=keyboard.places(shown, asked, tr), keeps_picture=True)


def choose_account(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> Screen:
    text = tr.gettext("Which account do you want to see? The menu will show it from then on.")
    return Screen(text=text, keyboard=keyboard.accounts(linked, shown, tr), keeps_picture=True)


def place_line(place: Place | None, tr: Translator) -> Html:
    if place is None:
        return tr.gettext("🔌 All meters together")
    serial = tr.gettext("№\u00a0{serial}", serial=clip(place.serials[0], _LONGEST)) if place.serials else Html("")
    name = tr.gettext("{place}", place=clip(place.name, _LONGEST)) if place.name else Html("")
    return Html(" ".join(("🔌", " · ".join(filter(None, (serial, name))) or "—")))


def _picture(shown: Usage, tr: Translator) -> Picture | None:
    """Return all that the picture shows: numbers, and nothing that says whose they are."""
    if not shown.shown:
        return None
    months = [[each.period.index, each.volume, int(each.estimated)] for each in (*shown.before, *shown.shown)]
    return Picture(kind="usage", facts={"language": tr.language, "months": months, "mean": shown.mean})


def _months(shown: Usage, tr: Translator) -> list[str]:
    lines: list[str] = []
    if shown.so_far and shown.year is None:
        so_far = shown.so_far
        lines.append(
            tr.gettext(
                "⏳ {month}, up to {date}: <b>{energy}</b>",
                month=tr.month(so_far.period),
                date=tr.short_date(so_far.until),
                energy=tr.energy(so_far.volume),
            )
        )
    if shown.newest:
        lines += _month(shown.newest, tr)
    return lines


def _month(month: UsageMonth, tr: Translator) -> list[str]:
    assert month.volume is not None
    lines: list[str] = [
        tr.gettext("⚡️ {month}: <b>{energy}</b>", month=tr.month(month.period), energy=tr.energy(month.volume))
    ]
    if month.estimated:
        lines.append(tr.gettext("▫️ estimated"))
    for zone, volume in month.zones:
        lines.append(tr.gettext("▫️ {zone}: {energy}", zone=zone_name(zone, tr), energy=tr.energy(volume)))
    if month.corrected:
        lines.append(tr.gettext("▫️ recalculation included: {energy}", energy=tr.energy(month.corrected)))
    return lines


def _summary(shown: Usage, tr: Translator) -> list[str]:
    lines: list[str] = []
    if shown.year_ago and shown.year_ago.volume is not None:
        month, energy = tr.month(shown.year_ago.period), tr.energy(shown.year_ago.volume)
        lines.append(tr.gettext("{month}: {energy}", month=month, energy=energy))
    if change := _change(shown, tr):
        lines.append(change)
    if shown.mean is not None:
        lines.append(tr.gettext("Monthly average: {energy}", energy=tr.energy(shown.mean)))
        total = tr.energy(shown.total)
        lines.append(
            tr.gettext("In {year}: {energy}", year=shown.year, energy=total)
            if shown.year
            else tr.gettext("Over the last twelve months: {energy}", energy=total)
        )
    return lines


def _change(shown: Usage, tr: Translator) -> str:
    """Say how the newest month differs from that of a year before, else from the month before."""
    newest, year_ago = shown.newest, shown.year_ago
    before = year_ago or shown.month_before(1)
    if newest is None or newest.volume is None or before is None or not before.volume or before.volume < 0:
        return ""
    percent = round((newest.volume - before.volume) * 100 / before.volume)
    if abs(percent) < _ALIKE:
        return tr.gettext("⚖️ As much as a year before.") if year_ago else tr.gettext("⚖️ As much as the month before.")
    if percent > 0:
        return (
            tr.gettext("📈 {percent}\u00a0% more than a year before.", percent=percent)
            if year_ago
            else tr.gettext("📈 {percent}\u00a0% more than the month before.", percent=percent)
        )
    return (
        tr.gettext("📉 {percent}\u00a0% less than a year before.", percent=-percent)
        if year_ago
        else tr.gettext("📉 {percent}\u00a0% less than the month before.", percent=-percent)
    )


def _notes(shown: Usage, tr: Translator) -> list[str]:
    lines: list[str] = []
    if any(each.estimated for each in (*shown.before, *shown.shown)):
        lines.append(
            tr.gettext(
                "<i>Hatched months are estimated: charged by the average or the norm, or spread between two "
                "readings.</i>"
            )
        )
    if shown.as_of and (shown.months or shown.so_far):
        lines.append(tr.gettext("Data as of {date}.", date=tr.date(shown.as_of)))
    return lines


def _nothing_yet(shown: Usage, tr: Translator) -> str:
    if shown.has_readings:
        return tr.gettext(
            "It takes two readings to tell how much was used, and there are too few so far. Consumption will appear "
            "here after the next one."
        )
    return tr.gettext(
        "The accounting system has sent neither readings nor charged kWh for this account yet. They will appear here "
        "with the next data; there is nothing that you need to do."
    )


def zone_name(zone: str, tr: Translator) -> Html:
    match zone:
        case "T1":
            return tr.gettext("day")
        case "T2":
            return tr.gettext("night")
        case "T3":
            return tr.gettext("peak")
        case _:
            return tr.gettext("without zones")
