"""What the bot itself says in a group of the operators."""

import html
from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.keyboards import desk_acts as keyboard
from bot.screens import desk_appeals
from bot.screens.desk_words import took
from bot.screens.screen import Screen
from bot.screens.support_about import subject, which
from core.i18n import Html, Translator

Values = Mapping[str, str | int]


def taken_back(kind: str, text: str, tr: Translator) -> str:
    """Return a message that its sender deleted before it could be copied: its words, where it had any."""
    said = tr.gettext("🗑 The consumer has deleted this message ({kind}) at once.", kind=kind)
    return f"{said}\n{Html(text)}" if text else str(said)


def deleted(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("🗑 Deleted at the consumer's."))


def talk_about(values: Values, tr: Translator) -> Screen:
    about = tr.gettext("❓ The question is about: {subject}", subject=subject(str(values["kind"]), tr))
    named = (str(values.get("account_no", "")), which(str(values["kind"]), str(values.get("ref", "")), tr))
    more = " · ".join(filter(None, named))
    return Screen(text=f"{about}\n{html.escape(more)}" if more else about)


def talk_closed_by_consumer(values: Values, tr: Translator) -> Screen:
    return _closed(tr.gettext("⚪️ The consumer has closed conversation №{number}.", number=values["talk"]), values, tr)


def talk_rated(values: Values, tr: Translator) -> Screen:
    stars = "⭐️" * int(values["stars"])
    return Screen(text=tr.gettext("{stars} Conversation №{number} has been rated.", stars=stars, number=values["talk"]))


def talk_commented(values: Values, tr: Translator) -> Screen:
    return Screen(
        text=tr.gettext("💬 A word on conversation №{number}: {text}", number=values["talk"], text=values["text"])
    )


def talk_not_delivered(values: Values, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("💔 Your message has not been delivered: Telegram refuses it ({why}).", **values))


def talk_not_changed(values: Values, tr: Translator) -> Screen:
    return Screen(
        text=tr.gettext(
            "💔 What the consumer sees could not be changed or deleted: Telegram refuses it ({why}).", **values
        )
    )


def talk_blocked(_values: Values, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("💔 Not delivered: the consumer has blocked the bot."))


def talk_unblocked(_values: Values, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("🕊 The consumer has unblocked the bot: messages reach him again."))


def data_revealed(_values: Values, tr: Translator) -> Screen:
    """What stands there until the data are put in."""
    return Screen(text=tr.gettext("🔓 Personal data, in a moment."))


def talk_waits(values: Values, tr: Translator) -> Screen:
    """Name the one who has taken it, so that Telegram tells him."""
    waited = took(timedelta(minutes=int(values["minutes"])), tr)
    said = tr.gettext("⏰ The consumer has waited {time} of working time for an answer.", time=waited)
    if not values["assignee"]:
        nobody = tr.gettext("Nobody has taken the conversation: /take")
        return Screen(text=f"{said}\n{nobody}")
    name = html.escape(str(values["name"] or values["assignee"]), quote=False)
    return Screen(text=f'{said}\n👤 <a href="tg://user?id={values["assignee"]}">{name}</a>')


def talk_closed_by_time(values: Values, tr: Translator) -> Screen:
    text = tr.ngettext(
        "⚪️ Conversation №{number} is closed: the consumer has said nothing for {count} day.",
        "⚪️ Conversation №{number} is closed: the consumer has said nothing for {count} days.",
        int(values["days"]),
        number=values["talk"],
    )
    return _closed(text, values, tr)


def _closed(text: Html, values: Values, tr: Translator) -> Screen:
    return Screen(text=text, keyboard=keyboard.reopen(int(values["thread"]), tr) if "thread" in values else None)


def desk_digest(values: Values, tr: Translator) -> Screen:
    lines: list[str] = [
        tr.gettext("☀️ <b>Good morning!</b>"),
        tr.gettext("Open conversations: {open}, nobody's: {unassigned}", **values),
    ]
    if values["waiting"]:
        waited = took(timedelta(minutes=int(values["minutes"])), tr)
        told = {"waiting": values["waiting"], "longest": values["longest"], "time": waited}
        lines.append(
            tr.gettext(
                "🔴 Waiting for an answer: {waiting}; the longest is consumer №{longest}, {time} of working time",
                **told,
            )
        )
    else:
        lines.append(tr.gettext("🟢 Nobody waits for an answer."))
    if values.get("appeals"):
        lines.append(
            tr.gettext("📨 Open appeals: {appeals}, to be answered today: {due_today}, overdue: {overdue}", **values)
        )
    return Screen(text="\n".join(lines))


def desk_behind(values: Values, tr: Translator) -> Screen:
    return Screen(
        text=tr.ngettext(
            "🐢 Telegram takes twenty messages a minute here: {count} message waits, the first for {seconds} s. "
            "None is lost.",
            "🐢 Telegram takes twenty messages a minute here: {count} messages wait, the first for {seconds} s. "
            "None is lost.",
            int(values["number"]),
            seconds=values["seconds"],
        )
    )


def operator_gone(values: Values, tr: Translator) -> Screen:
    return Screen(
        text=tr.gettext(
            "👋 {name} ({user}) has left the group and answers consumers no more. "
            "Whoever is to answer again is added anew: /operators add",
            name=values["name"] or "—",
            user=values["user"],
        )
    )


def data_erased(_values: Values, tr: Translator) -> Screen:
    lines = (
        tr.gettext("🧹 The consumer has had his data erased: the bot keeps nothing of this conversation."),
        tr.gettext("An answer reaches nobody. What this topic shows is for you to delete; Telegram lets no bot do it."),
    )
    return Screen(text="\n".join(lines))


def topic_gone(_values: Values, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("The former topic has been deleted: /history gives what was said in it."))


def desk_no_topics(_values: Values, tr: Translator) -> Screen:
    return Screen(
        text=tr.gettext("This group has no topics: answer a consumer by replying to his message."),
    )


def desk_no_rights(_values: Values, tr: Translator) -> Screen:
    return Screen(
        text=tr.gettext(
            "⚠️ The bot may not manage topics here: make it an administrator with this right. "
            "Till then answer a consumer by replying to his message."
        )
    )


WORDS: dict[str, Callable[[Values, Translator], Screen]] = {
    words.__name__: words
    for words in (
        talk_about,
        talk_closed_by_consumer,
        talk_rated,
        talk_commented,
        talk_not_delivered,
        talk_not_changed,
        talk_blocked,
        talk_unblocked,
        data_revealed,
        talk_waits,
        talk_closed_by_time,
        desk_digest,
        desk_behind,
        operator_gone,
        data_erased,
        topic_gone,
        desk_no_topics,
        desk_no_rights,
    )
} | desk_appeals.WORDS
