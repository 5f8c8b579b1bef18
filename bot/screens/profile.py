from collections.abc import Sequence
from datetime import date

from bot.keyboards import profile as keyboard
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.accounts.model import LinkedAccount
from core.i18n import Html, Translator
from core.profile.model import Field, Profile


def profile(shown: Profile, tr: Translator, *, by_email: bool) -> Screen:
    parts = (
        tr.gettext("<b>Profile</b>"),
        "\n".join((account_line(shown.account, tr), *_facts(shown, tr))),
        tr.gettext(
            "Name, address, phones and e-mail are partly hidden, date of birth and sex are not shown: the account was "
            "added by a payment only."
        )
        if shown.masked
        else tr.gettext("Something is wrong or has changed? Press «Change»: the request goes to the office."),
    )
    return Screen(text="\n\n".join(parts), keyboard=keyboard.profile(shown, tr, by_email=by_email))


def choose_account(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> Screen:
    text = tr.gettext("Which account do you want to see? The menu will show it from then on.")
    return Screen(text=text, keyboard=keyboard.accounts(linked, shown, tr))


def field_value(field: Field, value: str, tr: Translator) -> str:
    """Return a value as it is read: a day in words, «not given» for nothing."""
    if not value:
        return tr.gettext("not given")
    match field:
        case Field.BIRTH_DATE:
            return tr.date(date.fromisoformat(value))
        case Field.SEX:
            return tr.gettext("female") if value == "f" else tr.gettext("male")
        case _:
            return value


def fact(field: Field, value: str, tr: Translator, *, legal: bool = False) -> Html:
    name = keyboard.field_label(field, tr, legal=legal)
    return tr.gettext("{name}: {value}", name=name, value=field_value(field, value, tr))


def _facts(shown: Profile, tr: Translator) -> list[str]:
    legal = shown.account.kind == "legal"
    left_out = (Field.BIRTH_DATE, Field.SEX) if shown.masked else ()
    facts = [fact(each, shown.value(each), tr, legal=legal) for each in shown.fields if each not in left_out]
    address = shown.address_kk if tr.language == "kk" else shown.address_ru
    facts.insert(1, tr.gettext("Address: {address}", address=address or tr.gettext("not given")))
    return [str(each) for each in facts]
