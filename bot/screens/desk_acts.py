"""What an operator reads when he has done something with a talk."""

import html
from collections.abc import Mapping

from bot.keyboards import desk_acts as keyboard
from bot.screens import desk_card
from bot.screens.desk_words import priority_words
from bot.screens.screen import DESK_HISTORY, Document, Screen
from core.desk.acts import History
from core.desk.card import CardFacts
from core.desk.model import Operator, Priority, Said, Side, Talk
from core.i18n import Html, Translator


def closed(talk: Talk, tr: Translator) -> Screen:
    return Screen(
        text=tr.gettext(
            "⚪️ Conversation №{number} is closed; the consumer is told and asked how he was helped.", number=talk.id
        ),
        keyboard=keyboard.reopen(talk.thread_id, tr),
    )


def reopened(talk: Talk, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("🟢 Conversation №{number} is open.", number=talk.id))


def taken(talk: Talk, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("👤 Conversation №{number} is yours.", number=talk.id))


def assigned(to: Operator, tr: Translator) -> Screen:
    """Name the colleague so that Telegram tells him of it."""
    name = html.escape(to.name or str(to.user_id), quote=False)
    mention = Html(f'<a href="tg://user?id={to.user_id}">{name}</a>')
    return Screen(text=tr.gettext("👤 {name} answers from now on.", name=mention))


def prioritized(priority: Priority, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("❗️ Priority: {priority}", priority=priority_words(priority, tr)))


def tagged(tags: tuple[str, ...], tr: Translator) -> Screen:
    if not tags:
        return Screen(text=tr.gettext("🏷 No tags."))
    return Screen(text="🏷 " + " ".join(f"#{html.escape(tag)}" for tag in tags))


def card(facts: CardFacts, tr: Translator, office: str) -> Screen:
    """In a topic the card is pinned anew in a moment; elsewhere it is shown at once."""
    if facts.thread.topic_id is not None:
        return Screen(text=tr.gettext("📌 The card comes anew in a moment."))
    return Screen(text=desk_card.card(facts, office)[0])


def history(of: History, tr: Translator) -> Screen:
    """All talks of a consumer as a page that any browser opens; notes are marked."""
    title = str(tr.gettext("Conversations of consumer №{number}", number=of.thread.id))
    parts = [f"<h1>{html.escape(title)}</h1>", *(_told(talk, said, of.names, tr) for talk, said in of.talks)]
    style = "body{font:16px sans-serif;max-width:50em;margin:1em auto}.note{background:#fff3c4}"
    head = f'<!doctype html>\n<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n<style>{style}</style>'
    page = "\n".join([head, *parts, ""])
    document = Document(kind=DESK_HISTORY, name=f"consumer-{of.thread.id}.html", content=page.encode())
    return Screen(text=title, document=document)


def _told(talk: Talk, said: tuple[Said, ...], names: Mapping[int, str], tr: Translator) -> str:
    head = tr.gettext("Conversation №{number} of {time}", number=talk.id, time=tr.time(talk.opened_at))
    return "\n".join([f"<h2>{head}</h2>", *(_line(each, names, tr) for each in said)])


def _line(each: Said, names: Mapping[int, str], tr: Translator) -> str:
    who = {
        Side.CONSUMER: tr.gettext("Consumer"),
        Side.DESK: tr.gettext("Operator"),
        Side.NOTE: tr.gettext("Note, inside only"),
    }[each.side]
    author = ""
    if each.author is not None:
        author = f" {html.escape(names.get(each.author) or str(each.author))}"
    words = each.words
    text = "…" if words is None else words.text.replace("\n", "<br>")
    if words is not None and words.kind != "text":
        text = f"📎 {html.escape(words.file_name or words.kind)} {text}"
    mark = ' class="note"' if each.side is Side.NOTE else ""
    return f"<p{mark}><b>{who}</b>{author}, {tr.time(each.at)}: {text}</p>"


def commands(tr: Translator) -> Screen:
    """The handbook in a dozen lines."""
    lines = (
        tr.gettext("<b>At the desk</b>"),
        tr.gettext("What is written in a consumer's topic goes to him; <code>// …</code> and /note stay inside."),
        tr.gettext("An edit of your message changes it at the consumer's, /delete in reply takes it back."),
        "",
        tr.gettext("/canned – an answer written once; /edit in reply changes it"),
        tr.gettext("/close, /reopen – end the conversation, open it again"),
        tr.gettext("/take, /assign – who answers"),
        tr.gettext("/appeals – what waits for an answer; /answer or /refuse in reply to an appeal, or with its number"),
        tr.gettext("/priority low, normal or high; /tag debt -tariff"),
        tr.gettext("/card – the card anew; /history – all conversations as a file"),
        tr.gettext("/reveal and the reason – payer, address and phones, for some minutes"),
        tr.gettext("/ban 3d and the reason, /unban, /bans – who may not write"),
        tr.gettext("/stats 30 – how the desk works; /operators – who answers"),
    )
    return Screen(text="\n".join(lines))
