"""The card of a campaign in the operators' chat; its first line bears the number by which replies are recognised."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.keyboards import campaigns as keyboard
from bot.screens.campaigns_progress import progress, state_name
from bot.screens.campaigns_recall import what_it_does
from bot.screens.notices_news import news as filled_news
from bot.screens.notices_refusals import language_name
from bot.screens.screen import Screen
from core.i18n import LANGUAGES, Html, Translator, translator
from core.notices.approval import is_checked
from core.notices.audience import MOST_ACCOUNTS, Audience
from core.notices.checking import Checked, Sample
from core.notices.model import Campaign, State
from core.notices.wording import PLACEHOLDERS
from core.papers.model import masked_number
from core.retailer import Retailer


def card(
    campaign: Campaign, tr: Translator, *, prompt: str = "", rate: float = 0.0, ends: datetime | None = None
) -> Screen:
    head = tr.gettext("📣 <b>Campaign № {number}</b>: {state}", number=campaign.id, state=state_name(campaign, tr))
    parts: list[str] = [head, _content(campaign, tr)]
    if campaign.state not in (State.DRAFT, State.WAITING) or campaign.counts.queued:
        parts.append(progress(campaign, tr, rate=rate, ends=ends))
    if prompt:
        parts.append(prompt)
    return Screen(text="\n\n".join(filter(None, parts)), keyboard=keyboard.card(campaign, tr))


def sure(campaign: Campaign, tr: Translator) -> Screen:
    head = tr.gettext("📣 <b>Campaign № {number}</b>: send it?", number=campaign.id)
    asked = tr.ngettext("It goes to {count} chat.", "It goes to {count} chats.", campaign.size or 0)
    return Screen(text=f"{head}\n\n{asked}", keyboard=keyboard.sure(campaign, tr))


def checked(campaign: Campaign, found: Checked, tr: Translator, retailer: Retailer) -> tuple[Screen, ...]:
    """Return the card, and below it what three of the chats would read; nobody can be recognised by it."""
    parts = [_reach(found, tr)]
    for at, sample in enumerate(found.samples, 1):
        title = tr.gettext(
            "<b>Example {number}</b> ({language})", number=at, language=language_name(sample.language, tr)
        )
        parts.append(f"{title}\n{sample_text(sample, retailer)}")
    return card(campaign, tr), Screen(text="\n\n".join(parts))


def prompt(field: str, tr: Translator) -> str:
    """Say what is awaited as a reply to the card."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    match field:
        case "media":
            return tr.gettext("✍️ Reply to this message with a photo or a document; «-» takes the file out.")
        case "button":
            return tr.gettext(
                "✍️ Reply to this message with two lines: the labels in Kazakh, Russian and English, and where the "
                "button leads. «-» takes all buttons out. Example:\n<code>Ашу | Открыть | Open\n/readings</code>"
            )
        case "audience":
            return f"{_conditions(tr)}\n{_list(tr)}"
        case "when":
            return tr.gettext(
                "✍️ Reply to this message with a time of Kazakhstan or «now»; «daily», «weekly» or «monthly» behind it "
                "repeats it. Example:\n<code>{example}</code>",
                example=_WHEN[tr.language],
            )
    language = language_name(field.removeprefix("text_"), tr)
    asked = tr.gettext("✍️ Reply to this message with the text ({language}).", language=language)
    return f"{asked}\n" + tr.gettext("It may contain: {known}.", known=known)


def _conditions(tr: Translator) -> Html:
    return tr.gettext(
        "✍️ Reply to this message, a condition a line; all of them have to be met. «all» is everybody. "
        "Example:\n<code>{example}</code>",
        example=_EXAMPLE[tr.language],
    )


def _list(tr: Translator) -> Html:
    return tr.gettext(
        "Or reply with a file of account numbers (.csv or .txt; one a line, or the first column; {most} at most). "
        "Conditions may stand in its caption.",
        most=MOST_ACCOUNTS,
    )


def nothing_awaited(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("Nothing is awaited from you: press a button of the card first, then reply to it."))


def sample_text(sample: Sample, retailer: Retailer) -> str:
    """Return the words of a real chat, with nothing in them by which its people could be known."""
    return filled_news(masked(sample.values), translator(sample.language), retailer).text


def masked(values: Mapping[str, Any]) -> dict[str, Any]:
    hidden = dict(values)
    if "account" in values:
        hidden["account"] = [masked_number(number) for number in values["account"]]
        for name in ("address_kk", "address_ru"):
            hidden[name] = ["***"] * len(values[name])
    return hidden


_EXAMPLE = {
    "kk": "филиал: UKG\nберешек: 5000\nтіл: kk\nкөрсеткіш бермегендер",
    "ru": "филиал: UKG\nдолг: 5000\nязык: ru\nне передали",
    "en": "branch: UKG\ndebt: 5000\nlanguage: en\nnot submitted",
}
_WHEN = {"kk": "01.12.2026 10:00 ай сайын", "ru": "01.12.2026 10:00 ежемесячно", "en": "01.12.2026 10:00 monthly"}


def _content(campaign: Campaign, tr: Translator) -> Html:
    content = campaign.content
    texts = content.get("texts") or {}
    done = " · ".join(f"{'✅' if texts.get(code) else '▫️'} {language_name(code, tr)}" for code in LANGUAGES)
    lines: list[str] = [what_it_does(campaign, tr)] if campaign.is_quiet else []
    if not campaign.recalls:
        lines.append(tr.gettext("Texts: {list}", list=done))
    if not campaign.is_quiet:
        lines += _besides(campaign, tr)
    if is_checked(campaign):
        sizes = {name: content["check"][name] for name in ("chats", "accounts")}
        lines.append(tr.gettext("🔍 Checked: chats {chats}, accounts {accounts}", **sizes))
    elif not campaign.recalls:
        lines.append(tr.gettext("🔍 Not checked as it stands"))
    if campaign.state is State.WAITING:
        lines.append(tr.gettext("⏳ Another person, who has not worked on it, presses «Approve»."))
    return Html("\n".join(lines))


def _besides(campaign: Campaign, tr: Translator) -> list[str]:
    """Return what is chosen besides the texts: of a correction it is that of the campaign that it corrects."""
    content, media = campaign.content, campaign.content.get("media")
    file = {"photo": tr.plain.gettext("photo"), "document": tr.plain.gettext("document")}
    return [
        tr.gettext("File: {file}", file=file[media["kind"]] if media else "—"),
        tr.gettext("Buttons: {number}", number=len(content.get("buttons") or ())),
        tr.gettext("Audience: {audience}", audience=audience(content.get("audience") or {}, tr)),
        tr.gettext("When: {time}", time=when(campaign, tr)),
    ]


def audience(asked: Mapping[str, Any], tr: Translator) -> str:
    """Say in a line who is meant, as plain text."""
    found, plain = Audience.from_json(asked), tr.plain
    lists = (
        (found.branches, plain.gettext("branch")),
        (found.localities, plain.gettext("locality")),
        (found.streets, plain.gettext("street")),
        (found.schemes, plain.gettext("scheme")),
        (found.languages, plain.gettext("language")),
    )
    parts = [f"{name}: {', '.join(sorted(words))}" for words, name in lists if words]
    if found.accounts:
        parts.append(plain.gettext("accounts of a list: {number}", number=len(found.accounts)))
    if found.debt_over is not None:
        parts.append(plain.gettext("debt over {sum}", sum=tr.money(found.debt_over)))
    if found.not_submitted:
        parts.append(plain.gettext("no reading submitted yet"))
    if found.verification_within is not None:
        parts.append(plain.gettext("verification due within {days} days", days=found.verification_within))
    return "; ".join(parts) or plain.gettext("everybody")


def when(campaign: Campaign, tr: Translator) -> str:
    """Say when it goes out, as plain text."""
    time = tr.time(campaign.due) if campaign.due else tr.plain.gettext("at once")
    turns = {
        "daily": tr.plain.gettext("daily"),
        "weekly": tr.plain.gettext("weekly"),
        "monthly": tr.plain.gettext("monthly"),
    }
    return f"{time}, {turns[campaign.repeats]}" if campaign.repeats else time


def _reach(found: Checked, tr: Translator) -> str:
    spoken = ", ".join(f"{language_name(code, tr)} {number}" for code, number in sorted(found.by_language.items()))
    lines = [
        tr.gettext("🔍 Chats: {chats}, accounts: {accounts}.", chats=found.chats, accounts=found.accounts),
        tr.gettext("By language: {list}.", list=spoken),
    ]
    if found.off:
        lines.append(tr.gettext("Have switched such notices off: {number}.", number=found.off))
    return "\n".join(lines)
