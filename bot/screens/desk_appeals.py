"""Appeals as the operators see them in their group: come, gone, answered, due; and the list of what waits."""

import html
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.keyboards.profile import field_label
from bot.screens.requests import kind_name, ref_words
from bot.screens.screen import Screen
from core.i18n import Html, Translator
from core.profile.model import Field
from core.support.model import Appeal, Kind, Status

Values = Mapping[str, str | int]
_LISTED = 30


def appeal_arrived(values: Values, tr: Translator) -> Screen:
    """With the words of the consumer; of a change of the profile the names of the fields alone."""
    lines: list[str] = [*_head(values, tr)]
    if values["ref"]:
        lines.append(tr.gettext("About: {ref}", ref=ref_words(str(values["ref"]), tr)))
    if values["fields"]:
        fields = ", ".join(field_label(Field(each), tr) for each in str(values["fields"]).split())
        lines.append(tr.gettext("To be changed: {fields}", fields=fields))
        lines.append(tr.gettext("To read it, run: python -m bot appeal {number}", number=values["number"]))
    if values["text"]:
        lines += ["", html.escape(str(values["text"])), ""]
    if papers := int(values["papers"]):
        lines.append(tr.ngettext("📎 {count} paper follows.", "📎 {count} papers follow.", papers))
    lines.append(
        tr.gettext("To answer, reply to this message with <code>/answer</code> or <code>/refuse</code> and the text.")
    )
    return Screen(text="\n".join(lines))


def appeal_gone(values: Values, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("↩️ Appeal {number} was withdrawn by the consumer.", number=values["number"]))


def appeal_closed(values: Values, tr: Translator) -> Screen:
    number = values["number"]
    if values["status"] == Status.ANSWERED:
        said = tr.gettext("✅ Appeal {number} is answered.", number=number)
    else:
        said = tr.gettext("⛔ Appeal {number} is refused.", number=number)
    return Screen(text=said if values["told"] else f"{said}\n{not_told(tr)}")


def appeal_due(values: Values, tr: Translator) -> Screen:
    head = tr.gettext("⏰ Appeal {number} waits for an answer.", number=values["number"])
    return Screen(text="\n".join((head, *_head(values, tr)[1:])))


def appeal_not_delivered(values: Values, tr: Translator) -> Screen:
    lines = (
        tr.gettext("💔 The answer to appeal {number} has not reached the consumer.", number=values["number"]),
        tr.gettext("He sees it in «My requests»; the law may ask for a letter as well."),
    )
    return Screen(text="\n".join(lines))


def answered(appeal: Appeal, tr: Translator, *, told: bool) -> Screen:
    values: Values = {"number": appeal.number, "status": appeal.status.value, "told": int(told)}
    return appeal_closed(values, tr)


def paper_added(appeal: Appeal, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("📎 Goes along with the answer to {number}.", number=appeal.number))


def appeals(listed: Sequence[Appeal], today: date, tr: Translator) -> Screen:
    if not listed:
        return Screen(text=tr.gettext("✅ No appeal waits for an answer."))
    lines: list[str] = [tr.gettext("📨 <b>Appeals that wait for an answer</b>")]
    lines += [_line(each, today, tr) for each in listed[:_LISTED]]
    if (more := len(listed) - _LISTED) > 0:
        lines.append(tr.ngettext("and {count} more", "and {count} more", more))
    return Screen(text="\n".join(lines))


def _line(appeal: Appeal, today: date, tr: Translator) -> str:
    known = " · ".join(filter(None, (appeal.account_no, kind_name(appeal.kind, tr))))
    if appeal.due_on is None:
        return tr.gettext("🕗 {number} · {known}", number=appeal.number, known=known)
    if appeal.is_overdue(today):
        return tr.gettext(
            "🔥 <b>{number}</b> · {known} · overdue since {date}",
            number=appeal.number,
            known=known,
            date=tr.date(appeal.due_on),
        )
    mark = "⏰" if appeal.due_on == today else "🕗"
    return tr.gettext(
        "{mark} {number} · {known} · by {date}",
        mark=mark,
        number=appeal.number,
        known=known,
        date=tr.date(appeal.due_on),
    )


def lost_paper(caption: str, tr: Translator) -> str:
    return f"{caption}\n{tr.gettext('⚠️ Telegram does not give this file any more: ask the consumer for it.')}"


def not_told(tr: Translator) -> Html:
    return tr.gettext("Its chat is not linked to the account any more: nobody has been told.")


def _head(values: Values, tr: Translator) -> list[str]:
    kind = kind_name(Kind(str(values["kind"])), tr)
    lines: list[str] = [tr.gettext("📨 <b>Appeal {number}</b>: {kind}.", number=values["number"], kind=kind)]
    if values["account_no"]:
        lines.append(tr.gettext("Account: <b>{number}</b>", number=values["account_no"]))
    if values["due_on"]:
        lines.append(tr.gettext("Answer by: {date}.", date=tr.date(date.fromisoformat(str(values["due_on"])))))
    return lines


WORDS: dict[str, Callable[[Values, Translator], Screen]] = {
    words.__name__: words for words in (appeal_arrived, appeal_gone, appeal_closed, appeal_due, appeal_not_delivered)
}
