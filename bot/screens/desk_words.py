"""How things of the desk are called."""

from core.desk.model import Priority
from core.i18n import Html, Translator


def priority_words(priority: Priority, tr: Translator) -> Html:
    match priority:
        case Priority.LOW:
            return tr.gettext("low")
        case Priority.HIGH:
            return tr.gettext("high")
    return tr.gettext("normal")
