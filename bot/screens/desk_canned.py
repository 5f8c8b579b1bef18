"""Answers written once, as operators choose them and as consumers read them."""

import html

from bot.keyboards import desk_canned as keyboard
from bot.screens.desk_card import balance_words
from bot.screens.screen import Screen
from core.desk.canned import CannedFacts, Preview
from core.desk.model import Thread
from core.desk.policy import Canned
from core.i18n import Translator, translator

_SHOWN = 60  # letters of an answer in the list


def filled(canned: Canned, facts: CannedFacts) -> str:
    """Return the answer in the consumer's language, every placeholder filled in, as HTML."""
    tr = translator(facts.language)
    values = {
        "account": facts.account,
        "balance": balance_words(facts.balance, tr.plain) if facts.balance is not None else None,
        "as_of": tr.date(facts.as_of) if facts.as_of is not None else None,
        "last_day": tr.date(facts.last_day) if facts.last_day is not None else None,
        "operator": facts.operator,
    }
    return html.escape(canned.of(facts.language).format(**values), quote=False)


def choose(thread: Thread, listed: tuple[Canned, ...], tr: Translator) -> Screen:
    lines: list[str] = [tr.gettext("📚 <b>Answers written once</b>"), tr.gettext("What is chosen is shown first.")]
    lines += [f"<b>{each.name}</b>: {html.escape(_short(each.of(tr.language)), quote=False)}" for each in listed]
    return Screen(text="\n".join(lines), keyboard=keyboard.choose(thread.id, listed))


def preview(shown: Preview, tr: Translator, *, changed: bool = False) -> Screen:
    lines: list[str] = []
    if changed:
        lines.append(tr.gettext("⚠️ Not sent: it would be another text by now. Look at it again."))
    lines.append(
        tr.gettext(
            "👁 <b>{name}</b> ({language}), as the consumer would read it:", name=shown.name, language=shown.language
        )
    )
    return Screen(text="\n".join([*lines, "", shown.text]), keyboard=keyboard.preview(shown, tr))


def sent(shown: Preview, tr: Translator) -> Screen:
    head = tr.gettext(
        "✅ <b>{name}</b> has been sent. <code>/edit …</code> in reply to this changes it.", name=shown.name
    )
    return Screen(text=f"{head}\n\n{shown.text}", keyboard=keyboard.nothing())


def cancelled(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("Nothing has been sent."), keyboard=keyboard.nothing())


def edited(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("✏️ Changed at the consumer's."))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
