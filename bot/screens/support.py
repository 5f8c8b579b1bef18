"""The ways to a person, and what a consumer sees of his talks with the operators."""

import html
from datetime import datetime

from bot.keyboards import support as keyboard
from bot.keyboards.menu import main_menu
from bot.screens.help import contacts
from bot.screens.screen import Document, Screen
from bot.screens.support_about import subject, which
from core.accounts.model import LinkedAccount
from core.desk.model import Banned, CannotBePassedOn, Heard, NoSuchTalk, Said, Side, Talk
from core.i18n import Html, Translator
from core.retailer import Retailer

HISTORY = "talk_history"
_SHOWN = 10


def support(talk: Talk | None, answers_from: datetime | None, retailer: Retailer, tr: Translator) -> Screen:
    lines: list[str] = [tr.gettext("💬 <b>Support</b>"), tr.gettext("Our operators answer here, in this chat.")]
    if talk is not None:
        lines.append(
            tr.gettext("🟢 Conversation №{number} is open: whatever you write here, an operator reads.", number=talk.id)
        )
    lines += _later(answers_from, tr)
    lines += ["", contacts(retailer, tr)]
    if retailer.faq:
        lines += ["", tr.gettext("💡 Perhaps the answer to your question is already here:")]
    return Screen(text="\n".join(lines), keyboard=keyboard.support(talk, retailer.faq, tr))


def ask_message(answers_from: datetime | None, retailer: Retailer, tr: Translator) -> Screen:
    asked = asked_for(answers_from, tr)
    return Screen(text=asked, keyboard=keyboard.ask_message(retailer.faq, tr), anew=True)


def asked_for(answers_from: datetime | None, tr: Translator) -> str:
    lines: list[str] = [
        tr.gettext("✍️ Write your question. A photo, a file or a voice message will do as well."),
        tr.gettext(
            "Please do not send photos of identity documents, bank cards or codes: "
            "documents are shown at the office only."
        ),
        *_later(answers_from, tr),
    ]
    return "\n".join(lines)


def ask_about(
    kind: str, account: LinkedAccount | None, ref: str, answers_from: datetime | None, tr: Translator
) -> Screen:
    named = (subject(kind, tr), which(kind, ref, tr), account.account_no if account else "")
    about = " · ".join(filter(None, named))
    asked = asked_for(answers_from, tr)
    head = tr.gettext("❓ Question about: <b>{about}</b>", about=about)
    return Screen(text=f"{head}\n{asked}", keyboard=keyboard.leave(tr), anew=True)


def ask_once_more(retailer: Retailer, tr: Translator) -> Screen:
    """The message has been deleted, or is too old for Telegram to show it with the button."""
    text = tr.gettext("That message is not here any more. Please write it once more.")
    return Screen(text=text, keyboard=keyboard.ask_message(retailer.faq, tr))


def helped(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("👍 Glad to hear it!"), keyboard=main_menu(tr))


def passed_on(heard: Heard, tr: Translator) -> Screen:
    number = heard.talk.id
    if heard.reopened:
        head = tr.gettext("✅ Passed on: conversation №{number} goes on.", number=number)
    else:
        head = tr.gettext("✅ Passed on to an operator: conversation №{number}.", number=number)
    lines: list[str] = [head, *_later(heard.answer_from, tr)]
    lines.append(tr.gettext("You can add to it: everything you write here goes to the operator."))
    return Screen(text="\n".join(lines), keyboard=keyboard.passed_on(heard.talk, tr))


def closed(talk_id: int, tr: Translator) -> Screen:
    lines = (
        tr.gettext("✅ The conversation №{number} is closed. If you write again, it goes on.", number=talk_id),
        tr.gettext("How were you helped?"),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.stars(talk_id, tr))


def rated(stars: int, tr: Translator) -> Screen:
    lines = (
        "⭐️" * stars,
        tr.gettext("Thank you! If you like, write a few words about how you were helped."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.leave(tr))


def thanks(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("🙏 Thank you, your words have been passed on."), keyboard=keyboard.leave(tr))


def talks(own: tuple[Talk, ...], page: int, tr: Translator) -> Screen:
    if not own:
        return Screen(text=tr.gettext("You have not written to the operators yet."), keyboard=keyboard.leave(tr))
    return Screen(text=tr.gettext("🗂 <b>Your conversations</b>"), keyboard=keyboard.talks(own, page, tr))


def talk(one: Talk, said: tuple[Said, ...], tr: Translator) -> Screen:
    state = tr.gettext("open") if one.is_open else tr.gettext("closed")
    head = tr.gettext(
        "<b>Conversation №{number}</b> of {time}, {state}", number=one.id, time=tr.time(one.opened_at), state=state
    )
    lines = [head, "", *(_line(each, tr) for each in said[-_SHOWN:])]
    return Screen(text="\n".join(lines), keyboard=keyboard.talk(one, tr))


def history(one: Talk, said: tuple[Said, ...], tr: Translator) -> Screen:
    """The whole talk as a page that any browser opens."""
    title = str(tr.gettext("Conversation №{number}", number=one.id))
    body = "\n".join(f"<p>{_line(each, tr)}</p>" for each in said)
    head = f'<!doctype html>\n<meta charset="utf-8">\n<title>{html.escape(title)}</title>'
    page = f"{head}\n<h1>{html.escape(title)}</h1>\n{body}\n"
    document = Document(kind=HISTORY, name=f"conversation-{one.id}.html", content=page.encode())
    return Screen(text=title, document=document)


def _line(each: Said, tr: Translator) -> str:
    who = tr.gettext("You") if each.side is Side.CONSUMER else tr.gettext("Operator")
    words = each.words
    if words is None:
        text = Html("…")
    else:
        kind = "" if words.kind == "text" else f"📎 {html.escape(words.file_name or words.kind)} "
        text = Html(f"{kind}{words.text}")
    return f"<b>{who}</b>, {tr.time(each.at)}: {text}"


def _later(answers_from: datetime | None, tr: Translator) -> list[str]:
    if answers_from is None:
        return []
    return [tr.gettext("🌙 The operators do not work now: they answer from {time} on.", time=tr.time(answers_from))]


def not_passed_on(tr: Translator, retailer: Retailer) -> Screen:
    head = tr.gettext(
        "💔 Your last message could not be passed on. Please say it in other words, or turn to the office:"
    )
    return Screen(text=f"{head}\n{contacts(retailer, tr)}")


def no_desk(_refusal: object, tr: Translator, retailer: Retailer) -> Screen:
    lines = (tr.gettext("Nobody answers in this chat yet. Please turn to the office:"), contacts(retailer, tr))
    return Screen(text="\n".join(lines), keyboard=keyboard.leave(tr))


def banned(refusal: Banned, tr: Translator, retailer: Retailer) -> Screen:
    if refusal.until is None:
        head = tr.gettext("🚫 You cannot write to the operators from this chat. Please turn to the office:")
    else:
        head = tr.gettext(
            "🚫 You cannot write to the operators until {time}. Please turn to the office:",
            time=tr.time(refusal.until),
        )
    return Screen(text=f"{head}\n{contacts(retailer, tr)}", keyboard=keyboard.leave(tr))


def no_such_talk(_refusal: NoSuchTalk, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("This conversation is not here any more."), keyboard=keyboard.leave(tr))


def cannot_be_passed_on(refusal: CannotBePassedOn, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(
        text=tr.gettext(
            "A message of this kind ({kind}) cannot be passed on. Please say it in words, or send a photo or a file.",
            kind=refusal.kind,
        )
    )
