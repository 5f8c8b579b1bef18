"""A consumer writes an appeal: the kind, the account, the words, the papers, the last look."""

import html
from collections.abc import Sequence

from bot.keyboards import appeals as keyboard
from bot.keyboards import support as support_keyboard
from bot.keyboards.support import OpenSupport
from bot.screens.requests import ref_words
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.accounts.model import LinkedAccount
from core.i18n import Html, Translator
from core.retailer import Retailer
from core.support.appealing import Form
from core.support.model import MOST_PAPERS, AppealTextTooLong, Kind, PaperTooLarge, TooManyPapers


def others(tr: Translator) -> Screen:
    lines = (
        tr.gettext("📁 <b>Requests with papers</b>"),
        tr.gettext("Photos or scans of the papers go along with the request."),
        identity_rule(tr),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.others(OpenSupport(), tr))


def choose_account(kind: Kind, linked: Sequence[LinkedAccount], tr: Translator) -> Screen:
    text = f"{head(kind, tr)}\n\n{tr.gettext('Which account is it about?')}"
    return Screen(text=text, keyboard=keyboard.accounts(kind, linked, OpenSupport(), tr))


def form(shown: Form, account: LinkedAccount | None, retailer: Retailer, tr: Translator) -> Screen:
    """What stands in the form, and what may still come to it; without words they are asked for."""
    return look(shown, account, retailer, tr) if shown.text else ask_text(shown, account, retailer, tr)


def ask_text(shown: Form, account: LinkedAccount | None, retailer: Retailer, tr: Translator) -> Screen:
    lines: list[str] = [*_heads(shown, account, tr), "", asked(shown.kind, tr)]
    if shown.papers:
        lines.append(_papers(shown, tr))
    else:
        lines.append(limits(retailer, tr))
    lines += ["", identity_rule(tr)]
    return Screen(text="\n".join(lines), keyboard=keyboard.form(shown, tr), anew=True)


def look(shown: Form, account: LinkedAccount | None, retailer: Retailer, tr: Translator) -> Screen:
    lines: list[str] = [*_heads(shown, account, tr), "", f"«{html.escape(shown.text)}»", ""]
    if shown.papers:
        lines.append(_papers(shown, tr))
    else:
        lines.append(limits(retailer, tr))
    lines.append(tr.gettext("To add something, just write it. If everything is right, press «Send»."))
    return Screen(text="\n".join(lines), keyboard=keyboard.form(shown, tr))


def head(kind: Kind, tr: Translator) -> Html:
    match kind:
        case Kind.RECEPTION:
            return tr.gettext("🏛 <b>Public reception</b>")
        case Kind.DISPUTE:
            return tr.gettext("⚖️ <b>Dispute of a charge</b>")
        case Kind.FEEDBACK:
            return tr.gettext("💡 <b>Feedback</b>")
        case Kind.OWNER_CHANGE:
            return tr.gettext("🔑 <b>Change of the owner</b>")
        case _:
            return tr.gettext("📄 <b>Other request</b>")


def asked(kind: Kind, tr: Translator) -> Html:
    match kind:
        case Kind.RECEPTION:
            return tr.gettext(
                "Write your appeal to the head of the company. It gets a number and a day for the answer."
            )
        case Kind.DISPUTE:
            return tr.gettext("Write which charge you do not agree with, and why.")
        case Kind.FEEDBACK:
            return tr.gettext("Write what you liked, what you did not, or what you suggest.")
        case Kind.OWNER_CHANGE:
            return tr.gettext(
                "Write who is the new owner and since when. Photos of the papers on the property go along."
            )
        case _:
            return tr.gettext("Write what you ask for. Papers may go along.")


def limits(retailer: Retailer, tr: Translator) -> Html:
    return tr.ngettext(
        "📎 Photos and documents may go along: up to {count}, each up to {size} MB.",
        "📎 Photos and documents may go along: up to {count}, each up to {size} MB.",
        MOST_PAPERS,
        size=retailer.appeals.paper_megabytes,
    )


def identity_rule(tr: Translator) -> Html:
    return tr.gettext("🪪 Identity documents are shown at the office: please do not send their photos.")


def out_of_date(tr: Translator) -> Screen:
    text = tr.gettext("This form is not being filled in any more. Please begin anew: /support")
    return Screen(text=text, keyboard=support_keyboard.leave(tr))


def text_missing(_refusal: object, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("Please write a few words first."), keyboard=keyboard.go_on(tr))


def text_too_long(refusal: AppealTextTooLong, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext(
            "That makes {length} characters; {limit} is the most.",
            length=tr.count(refusal.length),
            limit=tr.count(refusal.limit),
        ),
        tr.gettext("What was written before is kept. A longer text may go along as a file."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.go_on(tr))


def too_many_papers(refusal: TooManyPapers, tr: Translator, _retailer: Retailer) -> Screen:
    said = tr.ngettext(
        "This one does not go along: {count} paper is the most.",
        "This one does not go along: {count} papers are the most.",
        refusal.limit,
    )
    return Screen(text=said, keyboard=keyboard.go_on(tr))


def paper_too_large(refusal: PaperTooLarge, tr: Translator, _retailer: Retailer) -> Screen:
    said = tr.gettext(
        "«{name}» is too large: {limit} MB is the most. Please send it smaller, for example as a photo.",
        name=refusal.name or "?",
        limit=refusal.limit,
    )
    return Screen(text=said, keyboard=keyboard.go_on(tr))


def not_a_paper(_refusal: object, tr: Translator, _retailer: Retailer) -> Screen:
    said = tr.gettext("With an appeal goes a photo or a document. Please say everything else in words.")
    return Screen(text=said, keyboard=keyboard.go_on(tr))


def identity_document(_refusal: object, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (identity_rule(tr), tr.gettext("This one does not go along."))
    return Screen(text="\n".join(lines), keyboard=keyboard.go_on(tr))


def form_gone(_refusal: object, tr: Translator, _retailer: Retailer) -> Screen:
    return out_of_date(tr)


def _heads(shown: Form, account: LinkedAccount | None, tr: Translator) -> list[str]:
    lines: list[str] = [head(shown.kind, tr)]
    if account is not None:
        lines.append(account_line(account, tr))
    if shown.ref:
        lines.append(tr.gettext("About: {ref}", ref=ref_words(shown.ref, tr)))
    return lines


def _papers(shown: Form, tr: Translator) -> Html:
    if len(shown.papers) == 1 and shown.papers[0].album:
        return tr.gettext("📎 The photos and documents of the album go along.")
    return tr.ngettext("📎 {count} paper goes along.", "📎 {count} papers go along.", len(shown.papers))
