"""How things of the desk are called."""

from datetime import timedelta

from core.desk.model import Priority
from core.i18n import Html, Translator


def priority_words(priority: Priority, tr: Translator) -> Html:
    match priority:
        case Priority.LOW:
            return tr.gettext("low")
        case Priority.HIGH:
            return tr.gettext("high")
    return tr.gettext("normal")


def took(time: timedelta, tr: Translator) -> Html:
    """Return a length of time in hours and minutes; less than a minute counts as one."""
    minutes = max(round(time.total_seconds() / 60), 1)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return tr.gettext("{minutes} min", minutes=minutes)
    return tr.gettext("{hours} h {minutes} min", hours=hours, minutes=minutes)
