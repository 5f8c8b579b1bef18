"""What a question is about, in words: for the consumer who asks, and for the operator who reads it."""

from datetime import date

from bot.keyboards.notices import about_name
from core.desk.model import About
from core.i18n import Html, Translator
from core.notices.model import NoticeType
from core.period import Period


def subject(kind: str, tr: Translator) -> Html:
    known = {
        About.BILL: tr.gettext("a bill"),
        About.CHARGE: tr.gettext("a charge"),
        About.READING: tr.gettext("a reading"),
        About.NOTICE: tr.gettext("a notice"),
        About.PAYMENT: tr.gettext("a payment"),
        About.DOCUMENT: tr.gettext("a document"),
        About.APPEAL: tr.gettext("an appeal"),
        About.ACCOUNT: tr.gettext("an account"),
        About.TECHNICAL: tr.gettext("technical support"),
    }
    return known.get(About(kind), tr.gettext("another matter"))


def which(kind: str, ref: str, tr: Translator) -> str:
    """Return in plain words what `ref` of bot.keyboards.support_ask names; as it stands where it names nothing."""
    try:
        return _which(About(kind), ref, tr) if ref else ""
    except ValueError:
        return ref  # a changed client has sent it


def _which(kind: About, ref: str, tr: Translator) -> str:
    first, _, last = ref.partition("..")
    match kind:
        case About.BILL | About.CHARGE if last:
            months = tr.month(Period.parse(first)), tr.month(Period.parse(last))
            return tr.plain.gettext("{later}, compared with {earlier}", later=months[0], earlier=months[1])
        case About.BILL | About.CHARGE:
            return tr.month(Period.parse(first))
        case About.PAYMENT:
            day, _, amount = ref.partition(".")
            return " · ".join((tr.date(date.fromisoformat(day)), tr.money(int(amount))))
        case About.NOTICE:
            name, _, day = ref.partition(".")
            return " · ".join((f"«{_notice(name, tr)}»", tr.date(date.fromisoformat(day))))
        case _:
            return f"№ {ref}"


def _notice(name: str, tr: Translator) -> str:
    match name:
        case "linked":
            return tr.plain.gettext("Another chat linked")
        case "unlinked":
            return tr.plain.gettext("Account unlinked")
        case "owner":
            return tr.plain.gettext("Change of the owner")
        case "locked":
            return tr.plain.gettext("Wrong tries to link")
        case _:
            return about_name(NoticeType(name), tr)
