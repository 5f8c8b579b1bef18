from collections.abc import Sequence

from bot.keyboards import accounts as keyboard
from bot.keyboards import inline
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.accounts.model import LEVEL_SECOND_PROOF, MAX_ALIAS, LinkedAccount, LinkedChat
from core.i18n import Translator


def accounts(linked: Sequence[LinkedAccount], current: LinkedAccount, page: int, tr: Translator) -> Screen:
    lines = [
        tr.gettext("<b>My accounts</b>"),
        tr.ngettext("{count} account", "{count} accounts", len(linked)),
        tr.gettext("Press an account to open it."),
    ]
    if len(linked) > 1:
        lines.append(tr.gettext("✅ marks the one that the menu shows."))
    buttons = keyboard.accounts(linked, current.link_id, page, tr)
    return Screen(text="\n".join(lines), keyboard=buttons)


def account(linked: LinkedAccount, tr: Translator, *, is_current: bool, toast: str = "") -> Screen:
    lines = (
        account_line(linked, tr),
        tr.gettext("Status: {status}", status=status(linked, tr)),
        tr.gettext("Added: {date}", date=tr.time(linked.linked_at)),
        level(linked, tr),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.account(linked, is_current=is_current, tr=tr), toast=toast)


def switched(linked: LinkedAccount, tr: Translator) -> str:
    return tr.plain.gettext("The menu now shows account {number}.", number=linked.account_no)


def status(linked: LinkedAccount, tr: Translator) -> str:
    match linked.status:
        case "disconnected":
            return tr.gettext("🟠 supply is cut off")
        case "closed":
            return tr.gettext("⚫️ closed")
        case _:
            return tr.gettext("🟢 active")


def level(linked: LinkedAccount, tr: Translator) -> str:
    if linked.level >= LEVEL_SECOND_PROOF:
        return tr.gettext("Name and address are shown in full.")
    return tr.gettext("Name and address are partly hidden.")


def ask_alias(linked: LinkedAccount, tr: Translator) -> Screen:
    lines = (
        account_line(linked, tr),
        tr.gettext("Enter a name for it, for example «Home» or «Mother»; up to {limit} characters.", limit=MAX_ALIAS),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_alias(linked, tr))


def ask_unlink(linked: LinkedAccount, tr: Translator) -> Screen:
    lines = (
        tr.gettext("<b>Unlink this account from the chat?</b>"),
        account_line(linked, tr),
        tr.gettext("The chat will show nothing about it. To add it again, you will have to verify it again."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_unlink(linked.link_id, tr))


def unlinked(linked: LinkedAccount, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("Unlinked: <b>{number}</b>.", number=linked.account_no), keyboard=inline())


def chats(link_id: int, linked: Sequence[LinkedChat], tr: Translator, *, toast: str = "") -> Screen:
    lines = [tr.gettext("<b>Chats that see this account</b>"), ""]
    lines += [chat_line(each, tr) for each in linked]
    lines += ["", tr.gettext("If you do not recognise a chat, unlink it.")] if len(linked) > 1 else []
    return Screen(text="\n".join(lines), keyboard=keyboard.chats(link_id, linked, tr), toast=toast)


def chat_line(chat: LinkedChat, tr: Translator) -> str:
    linked_at = tr.time(chat.linked_at)
    if chat.is_this:
        return tr.gettext("{order}. This chat, since {time}", order=chat.order, time=linked_at)
    return tr.gettext("{order}. Another chat, since {time}", order=chat.order, time=linked_at)


def revoked(tr: Translator) -> str:
    return tr.plain.gettext("That chat does not see the account any more.")


def not_me_done(tr: Translator) -> Screen:
    lines = (
        tr.gettext("✅ That chat is unlinked, and no new chat can be added to this account for now."),
        tr.gettext("If you have told somebody your account number and payment, tell the office: /help."),
    )
    return Screen(text="\n\n".join(lines), keyboard=inline())
