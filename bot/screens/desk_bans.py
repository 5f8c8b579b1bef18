from bot.screens.screen import Screen
from core.desk.banning import Barred
from core.desk.model import Ban, Thread
from core.i18n import Html, Translator

_SHOWN = 50


def banned(ban: Ban, tr: Translator) -> Screen:
    if ban.until is None:
        head = tr.gettext("🚫 The consumer cannot write to the desk any more.")
    else:
        head = tr.gettext("🚫 The consumer cannot write to the desk until {time}.", time=tr.time(ban.until))
    tail = tr.gettext("He is told so when he tries. /unban takes it back.")
    return Screen(text=f"{head}\n{tail}")


def unbanned(thread: Thread, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("🕊 Consumer №{number} may write again.", number=thread.id))


def bans(listed: tuple[Barred, ...], tr: Translator) -> Screen:
    if not listed:
        return Screen(text=tr.gettext("Nobody is barred."))
    lines: list[str] = [tr.gettext("🚫 <b>Barred</b>"), *(_line(each, tr) for each in listed[:_SHOWN])]
    if len(listed) > _SHOWN:
        lines.append("…")
    return Screen(text="\n".join(lines))


def _line(each: Barred, tr: Translator) -> Html:
    until = tr.time(each.ban.until) if each.ban.until is not None else tr.gettext("for good")
    number = f"№{each.thread.id}" if each.thread is not None else "—"
    return tr.gettext(
        "{number}, until: {until}, by {by}: {reason}",
        number=number,
        until=until,
        by=each.ban.banned_by,
        reason=each.ban.reason,
    )
