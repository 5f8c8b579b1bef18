import html

from bot.screens.screen import Screen
from core.desk.model import Operator, Role
from core.i18n import Html, Translator


def operators(listed: tuple[Operator, ...], tr: Translator) -> Screen:
    if not listed:
        return Screen(text=tr.gettext("The list of operators is empty."))
    lines: list[str] = [tr.gettext("👥 <b>Operators</b>")]
    lines += [f"{number}. {_one(each, tr)}" for number, each in enumerate(listed, 1)]
    return Screen(text="\n".join(lines))


def added(one: Operator, tr: Translator) -> Screen:
    if one.role is Role.ADMINISTRATOR:
        return Screen(text=tr.gettext("✅ {name} answers consumers, and says who else does.", name=named(one)))
    return Screen(text=tr.gettext("✅ {name} answers consumers from now on.", name=named(one)))


def removed(one: Operator, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("✖️ {name} answers consumers no more.", name=named(one)))


def named(one: Operator) -> Html:
    name = html.escape(one.name, quote=False)
    number = f"<code>{one.user_id}</code>"
    return Html(f"{name} ({number})" if name else number)


def _one(one: Operator, tr: Translator) -> str:
    if one.role is Role.ADMINISTRATOR:
        return tr.gettext("{name} · administrator", name=named(one))
    return named(one)
