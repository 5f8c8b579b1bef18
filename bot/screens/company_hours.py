"""Hours of work in words: the week, and whether somebody works now."""

from datetime import datetime, time, timedelta
from itertools import groupby

from core.clock import ALMATY, today_in_almaty
from core.hours import DAYS, OpeningHours, Span
from core.i18n import Html, Translator

_WHOLE_DAY = (Span(begins=time(0), ends=time.max),)
_BROKEN = 2  # hours with one break between


def now_line(hours: OpeningHours, now: datetime, tr: Translator) -> Html:
    """Return whether somebody works at this moment, and till when or from when on."""
    if hours.holidays and all(_of(hours, day) == _WHOLE_DAY for day in range(len(DAYS))):
        return tr.gettext("🟢 Open around the clock")
    if (closes := hours.closes_at(now)) is not None:
        return tr.gettext("🟢 Open now, until {time}", time=_clock(closes.timetz().replace(tzinfo=None)))
    opens = hours.opens_at(now)
    if opens is None:
        return tr.gettext("🔴 Closed")
    there, today = opens.astimezone(ALMATY), today_in_almaty(now)
    if there.date() == today:
        return tr.gettext("🔴 Closed now, opens today at {time}", time=_clock(there.time()))
    if there.date() == today + timedelta(days=1):
        return tr.gettext("🔴 Closed now, opens tomorrow at {time}", time=_clock(there.time()))
    return tr.gettext(
        "🔴 Closed now, opens: {weekday}, {date}, {time}",
        weekday=str(tr.locale.days["stand-alone"]["wide"][there.weekday()]),
        date=tr.date(there.date()),
        time=_clock(there.time()),
    )


def week(hours: OpeningHours, tr: Translator) -> list[Html]:
    """Return a line for each run of days with equal hours, and what holds on public holidays."""
    heads, lines = tr.weekdays(), []
    for spans, run in groupby(range(len(DAYS)), lambda day: _of(hours, day)):
        days = list(run)
        named = heads[days[0]] if len(days) == 1 else f"{heads[days[0]]}–{heads[days[-1]]}"
        lines.append(tr.gettext("{days}: {hours}", days=named, hours=_said(spans, tr)))
    if not hours.holidays:
        lines.append(tr.gettext("Public holidays: closed"))
    return lines


def _of(hours: OpeningHours, day: int) -> tuple[Span, ...]:
    spans: tuple[Span, ...] = getattr(hours, DAYS[day])
    return spans


def _said(spans: tuple[Span, ...], tr: Translator) -> Html:
    if not spans:
        return Html(tr.pgettext("hours", "closed"))
    if spans == _WHOLE_DAY:
        return Html(tr.pgettext("hours", "around the clock"))
    if len(spans) == _BROKEN:
        return tr.gettext(
            "{begins}–{ends}, break {break_begins}–{break_ends}",
            begins=_clock(spans[0].begins),
            ends=_clock(spans[1].ends),
            break_begins=_clock(spans[0].ends),
            break_ends=_clock(spans[1].begins),
        )
    return Html(", ".join(f"{_clock(each.begins)}–{_clock(each.ends)}" for each in spans))


def _clock(moment: time) -> str:
    return "24:00" if moment == time.max else f"{moment:%H:%M}"
