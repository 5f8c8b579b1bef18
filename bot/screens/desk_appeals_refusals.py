"""Why an answer to an appeal has gone nowhere."""

from collections.abc import Callable, Mapping

from core.i18n import Html, Translator
from core.support.model import Status

Facts = Mapping[str, str | int]


def which_appeal(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext(
        "Which appeal? Reply to its message, or name it: <code>/answer A-2026-000123 text</code>. The list: /appeals"
    )


def two_appeals(facts: Facts, tr: Translator) -> Html:
    return tr.gettext("You name {number}, but reply to {other}: nothing has been sent.", **facts)


def other_consumer(facts: Facts, tr: Translator) -> Html:
    return tr.gettext(
        "{number} is another consumer's appeal: nothing has been sent. Answer it in its own topic.", **facts
    )


def no_answer(facts: Facts, tr: Translator) -> Html:
    return tr.gettext("The text of the answer to {number} is missing.", **facts)


def answer_too_long(facts: Facts, tr: Translator) -> Html:
    return tr.gettext("The answer has {length} characters; {limit} is the most.", **facts)


def no_such_appeal(facts: Facts, tr: Translator) -> Html:
    return tr.gettext("There is no appeal {number}: look at /appeals.", **facts)


def answered_before(facts: Facts, tr: Translator) -> Html:
    number = facts["number"]
    match facts["status"]:
        case Status.ANSWERED:
            return tr.gettext("{number} was answered before: nothing has been sent.", number=number)
        case Status.REFUSED:
            return tr.gettext("{number} was refused before: nothing has been sent.", number=number)
    return tr.gettext("{number} was withdrawn by the consumer: nothing has been sent.", number=number)


def not_a_paper(_facts: Facts, tr: Translator) -> Html:
    return tr.gettext("With an answer goes a photo or a document, nothing else. Nothing has been sent.")


WORDS: dict[str, Callable[[Facts, Translator], Html]] = {
    words.__name__: words
    for words in (
        which_appeal,
        two_appeals,
        other_consumer,
        no_answer,
        answer_too_long,
        no_such_appeal,
        answered_before,
        not_a_paper,
    )
}
