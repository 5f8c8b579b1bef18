"""A consumer as the operators see him: the pinned card, the name of the topic, the heading where there is none."""

import html
from string import Formatter

from aiogram.types import InlineKeyboardMarkup

from bot.keyboards.notices import about_name
from bot.screens.calculator_words import plan
from bot.screens.desk_words import priority_words
from bot.screens.submissions import state as reading_state
from core.clock import today_in_almaty
from core.desk.card import CardAccount, CardFacts
from core.desk.model import Priority
from core.i18n import Html, Translator, translator
from core.support.model import Appeal

COLOUR = 7322096  # of a new topic: blue
_STATES = {True: "🟢", False: "⚪️"}
_WAITS = "🔴"


def topic_name(facts: CardFacts, template: str, language: str) -> str:
    """Return the name with the state before it: 🔴 waits for the desk, 🟢 answered, ⚪️ closed."""
    current = facts.current
    values = {
        "account": current.account_no if current is not None else f"№{facts.thread.id}",
        "branch": current.branch.name(language) if current is not None else "",
        "number": str(facts.thread.id),
        "language": facts.language,
    }
    named = "".join(
        text + (values.get(field, "") if field else "") for text, field, _, _ in Formatter().parse(template)
    )
    return f"{state(facts)} {named.strip(' ·')}"


def state(facts: CardFacts) -> str:
    talk = facts.talk
    if talk is None or not talk.is_open:
        return _STATES[False]
    return _WAITS if talk.waits_since is not None else _STATES[True]


def heading(facts: CardFacts) -> Html:
    """Return whose words follow, in a group without topics; answers go to them as replies."""
    account = f" · {html.escape(facts.current.account_no)}" if facts.current is not None else ""
    return Html(f"💬 <b>№{facts.thread.id}</b>{account}")


def card(facts: CardFacts, language: str) -> tuple[str, InlineKeyboardMarkup | None]:
    tr = translator(language)
    lines: list[str] = [tr.gettext("<b>Consumer №{number}</b>", number=facts.thread.id), _language(facts, tr)]
    lines += [_account(each, tr) for each in facts.accounts]
    if not facts.accounts:
        lines.append(tr.gettext("No account is linked."))
    lines += [_appeal(each, tr) for each in facts.appeals]
    lines += [
        tr.gettext("🔔 {day}: {about}", day=tr.short_date(today_in_almaty(at)), about=about_name(about, tr))
        for about, at in facts.told
    ]
    lines += _talk(facts, tr)
    if facts.ban is not None:
        until = tr.time(facts.ban.until) if facts.ban.until is not None else tr.gettext("for good")
        lines.append(tr.gettext("🚫 Barred from writing: {until}", until=until))
    if facts.thread.blocked:
        lines.append(tr.gettext("💔 The consumer has blocked the bot."))
    return "\n".join(lines), None


def _appeal(each: Appeal, tr: Translator) -> Html:
    if each.due_on is None:
        return tr.gettext("📨 Open appeal {number}", number=each.number)
    return tr.gettext("📨 Open appeal {number}, due {day}", number=each.number, day=tr.date(each.due_on))


def _language(facts: CardFacts, tr: Translator) -> Html:
    names = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
    return tr.gettext("🌐 Language: {language}", language=names[facts.language])


def _account(each: CardAccount, tr: Translator) -> str:
    lines: list[str] = [
        tr.gettext(
            "🏠 <b>{number}</b> · {payer} · {branch}",
            number=each.account.account_no,
            payer=each.payer,
            branch=each.account.branch.name(tr.language),
        )
    ]
    if scheme := plan(each.scheme, tr):
        lines.append(tr.gettext("📐 Tariff: {scheme}", scheme=scheme))
    if each.balance is not None and each.as_of is not None:
        lines.append(_balance(each.balance, tr))
        lines.append(tr.gettext("Payments are counted up to {date}.", date=tr.date(each.as_of)))
    if each.last is not None:
        lines.append(
            tr.gettext(
                "🔢 Last reading {number}: {day}, {state}",
                number=each.last.number,
                day=tr.date(each.last.reading_date),
                state=reading_state(each.last, tr),
            )
        )
    return "\n".join(lines)


def balance_words(balance: int, tr: Translator) -> Html:
    """Return what is owed within a sentence."""
    if balance > 0:
        return tr.gettext("debt {sum}", sum=tr.money(balance))
    if balance < 0:
        return tr.gettext("overpayment {sum}", sum=tr.money(-balance))
    return tr.gettext("no debt")


def _balance(balance: int, tr: Translator) -> Html:
    if balance > 0:
        return tr.gettext("🔴 Debt: {sum}", sum=tr.money(balance))
    if balance < 0:
        return tr.gettext("🟢 Overpayment: {sum}", sum=tr.money(-balance))
    return tr.gettext("⚪️ No debt")


def _talk(facts: CardFacts, tr: Translator) -> list[str]:
    talk = facts.talk
    if talk is None:
        return []
    lines: list[str] = []
    if talk.priority is not Priority.NORMAL:
        lines.append(tr.gettext("❗️ Priority: {priority}", priority=priority_words(talk.priority, tr)))
    if talk.tags:
        lines.append("🏷 " + " ".join(f"#{html.escape(tag)}" for tag in talk.tags))
    if facts.assignee is not None:
        lines.append(tr.gettext("👤 Answers: {name}", name=facts.assignee.name or str(facts.assignee.user_id)))
    return lines
