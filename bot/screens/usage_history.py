"""The table of readings: when, what the meter showed, how much since the reading before, and who gave it."""

import html
from collections.abc import Sequence
from itertools import groupby

from bot.keyboards import usage as keyboard
from bot.screens.balance_amounts import clip
from bot.screens.readings_words import source_name
from bot.screens.screen import Screen
from bot.screens.start import account_line
from bot.screens.usage import zone_name
from core.i18n import Html, Translator
from core.usage.model import History, HistoryReading

_LONGEST = 30
_MARKS = {
    "bot": "🤖",
    "web": "🌐",
    "phone": "📞",
    "inspector": "👷",
    "askue": "📡",
    "estimate": "📐",
    "install": "🔧",
    "removal": "📤",
    "verify": "🔬",
}
_UNKNOWN, _REFUSED, _ROLLED = "❔", "⛔️", "🔁"


def history(shown: History, tr: Translator) -> Screen:
    head = [tr.gettext("<b>Readings and kWh</b>"), account_line(shown.account, tr)]
    parts = ["\n".join(head)]
    if not shown.readings:
        parts.append(tr.gettext("The accounting system has sent no readings yet."))
    for serial, same in groupby(shown.readings, lambda each: each.serial_no):
        meter = tr.gettext("🔌 №\u00a0{serial}", serial=clip(serial or "—", _LONGEST))
        parts.append(f"{meter}\n{_table(list(same), tr)}")
    parts += [legend] if (legend := _legend(shown.readings, tr)) else []
    if shown.pages > 1:
        parts.append(tr.gettext("Page {page} of {pages}", page=shown.page + 1, pages=shown.pages))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.history(shown, tr), keeps_picture=True)


def _table(readings: Sequence[HistoryReading], tr: Translator) -> Html:
    """Return the columns date, zone, reading and kWh in letters of equal width, and the mark of the source."""
    rows = [(_zone(each), tr.quantity(each.value), _volume(each, tr)) for each in readings]
    left, middle, right = (max(len(row[column]) for row in rows) for column in range(3))
    lines: list[str] = []
    for each, (zone, value, volume) in zip(readings, rows, strict=True):
        cells = (tr.short_date(each.day), zone.ljust(left), value.rjust(middle), volume.rjust(right), _mark(each))
        lines.append(" ".join(filter(None, cells)))
    return Html(f"<pre>{html.escape(chr(10).join(lines), quote=False)}</pre>")


def _zone(each: HistoryReading) -> str:
    return "" if each.zone in ("", "T0") else each.zone


def _volume(each: HistoryReading, tr: Translator) -> str:
    if each.volume is None:
        return "—"
    return f"{'+' if each.volume >= 0 else ''}{tr.quantity(each.volume)}"


def _mark(each: HistoryReading) -> str:
    if not each.accepted:
        return _REFUSED
    return _MARKS.get(each.source, _UNKNOWN) + (_ROLLED if each.rolled_over else "")


def _legend(readings: Sequence[HistoryReading], tr: Translator) -> str:
    """Explain the marks and the zones that are on the page, and no others."""
    sources = {_MARKS.get(each.source, _UNKNOWN): source_name(each.source, tr) for each in readings if each.accepted}
    words = [f"{mark} {said}" for mark, said in sorted(sources.items())]
    if any(not each.accepted for each in readings):
        words.append(tr.gettext("⛔️ not accepted"))
    if any(each.rolled_over for each in readings):
        words.append(tr.gettext("🔁 the meter has passed zero"))
    zones = sorted({_zone(each) for each in readings} - {""})
    words += [f"{zone} {zone_name(zone, tr)}" for zone in zones]
    return "; ".join(words)
