"""Why an operator's word or command has done nothing, and what would have done it."""

from collections.abc import Callable, Mapping

from bot.screens import desk_appeals_refusals
from bot.screens.screen import Screen
from core.desk.model import DeskRefused
from core.i18n import Html, Translator
from core.retailer import Retailer

Facts = Mapping[str, str | int]

SYNTAX = {
    "assign": "/assign 2",
    "priority": "/priority low|normal|high",
    "tag": "/tag tariff -debt",
    "edit": "/edit …",
    "ban": "/ban 3d …",
    "unban": "/unban 15",
    "stats": "/stats 30",
    "reveal": "/reveal …",
    "operators": "/operators add 123456789 Айгүл",
}


def refused(refusal: DeskRefused, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=f"⚠️ {WORDS[refusal.why](refusal.facts, tr)}")


def anonymous(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("Nothing has been passed on: nobody can tell who you are. Switch anonymity off.")


def outsider(facts: Facts, tr: Translator) -> Html:
    return tr.gettext(
        "Nothing has been passed on: you are not among the operators. "
        "An administrator adds you with <code>/operators add {user}</code>.",
        user=facts["user"],
    )


def no_talk(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("Nothing has been passed on: no consumer stands behind this message.")


def forgotten(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("Nothing has been passed on: the consumer has had his data erased.")


def not_yours(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("This message is another operator's.")


def no_such_message(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("No answer of the desk stands there.")


def delete_what(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("Send /delete as a reply to the answer that is to be deleted.")


def no_such_command(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("There is no such command, and nothing has been passed on. All of them: /help")


def command_below_file(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("Nothing has been passed on: a command is written by itself, not below a file.")


def syntax(facts: Facts, tr: Translator) -> Html:
    command = str(facts["command"])
    said = tr.gettext("It is written so: <code>{example}</code>", example=SYNTAX[command])
    match command:
        case "assign":
            more = tr.gettext(
                "The number is that of the list /operators; an id, a name or a reply to a colleague will do."
            )
        case "edit":
            more = tr.gettext("As a reply to an answer that was sent with /canned.")
        case "tag":
            more = tr.gettext("Words of letters and digits; a minus takes one away.")
        case "ban":
            more = tr.gettext("A term (2h, 3d, 1w, forever; a day if none is named), then the reason.")
        case "unban":
            more = tr.gettext("The number of a consumer, as /bans shows it; in his topic nothing more is needed.")
        case "stats":
            more = tr.gettext("The number of days, 366 at most.")
        case "reveal":
            more = tr.gettext("The reason is kept in the audit log.")
        case "operators":
            more = tr.gettext(
                "add, admin (may add others) or remove; the id of Telegram and a name, or a reply to a colleague."
            )
        case _:
            return said
    return Html(f"{said}\n{more}")


def closed(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("The conversation is closed. /reopen opens it again, and so does an answer.")


def open_(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("The conversation is open already.")


def no_operator(facts: Facts, tr: Translator) -> Html:
    return tr.gettext("There is no such operator, or there are several: {name}. The list: /operators", **facts)


def too_many_tags(facts: Facts, tr: Translator) -> Html:
    count = int(facts["most"])
    return tr.ngettext("{count} tag is the most.", "{count} tags are the most.", count)


def no_canned(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("The office has written no answers yet: <code>[[desk.canned]]</code> in retailer.toml.")


def no_such_canned(facts: Facts, tr: Translator) -> Html:
    return tr.gettext("There is no answer of this name: {name}. The list: /canned", **facts)


def canned_lacks(facts: Facts, tr: Translator) -> Html:
    return tr.gettext("This answer needs {field}, and of this consumer it is not known.", field=f"{{{facts['field']}}}")


def not_canned(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext(
        "Send /edit as a reply to an answer that was sent with /canned. Your own message is edited as usual."
    )


def not_banned(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("This consumer is not barred.")


def nothing_linked(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("The consumer has no account linked: there is nothing of his to be shown.")


def not_admin(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("Only an administrator of the desk says who is an operator.")


WORDS: dict[str, Callable[[Facts, Translator], Html]] = {
    words.__name__.rstrip("_"): words
    for words in (
        anonymous,
        outsider,
        no_talk,
        forgotten,
        not_yours,
        no_such_message,
        delete_what,
        no_such_command,
        command_below_file,
        syntax,
        closed,
        open_,
        no_operator,
        too_many_tags,
        no_canned,
        no_such_canned,
        canned_lacks,
        not_canned,
        not_banned,
        nothing_linked,
        not_admin,
    )
} | desk_appeals_refusals.WORDS
