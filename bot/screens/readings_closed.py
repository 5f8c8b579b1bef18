"""Why nothing can be submitted for a meter, and what to do instead."""

from core.i18n import Html, Translator
from core.readings.model import Closed, MeterClosed


def why_closed(closed: MeterClosed, tr: Translator) -> Html:
    match closed.reason:
        case Closed.REPLACED:
            return tr.gettext("It has been replaced. The meter in its place: {serial}.", serial=closed.successor or "—")
        case Closed.REMOVED:
            return tr.gettext("It has been removed, and no readings are needed for it.")
        case Closed.FAULTY:
            return tr.gettext("It is marked as faulty, so no reading can be taken from it. The company will tell more.")
        case Closed.AUTOMATIC:
            return tr.gettext("It sends its readings by itself: there is nothing that you need to do.")
        case Closed.ACCOUNT:
            return tr.gettext("The account is closed, and no readings are needed for it.")
        case Closed.UNVERIFIED:
            return tr.gettext("Its verification has run out: readings are accepted again after it has been verified.")
        case Closed.NO_REGISTERS:
            return tr.gettext(
                "The accounting system has sent nothing that could be read from it. The company can help."
            )
