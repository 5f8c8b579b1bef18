"""What anybody is told who has a document of ours in his hands."""

from bot.keyboards.menu import main_menu
from bot.screens.documents_words import about, name_of, totals
from bot.screens.screen import Screen
from bot.screens.submissions import state_name
from core.i18n import Translator
from core.papers.model import Checked, DocumentTooOld, NoSuchDocument, grouped, masked_number
from core.retailer import Retailer


def checked(found: Checked, retailer: Retailer, tr: Translator) -> Screen:
    issued = found.issued
    name, org = name_of(issued.kind, retailer, tr), retailer.name.of(tr.language)
    facts = [
        tr.gettext("<b>{document}</b> № {number}", document=name, number=issued.public_number),
        tr.gettext("Issued by: {org}", org=org),
        tr.gettext("Issued: {time}", time=tr.time(issued.issued_at)),
        tr.gettext("Account: {number}", number=masked_number(issued.account_no)),
        tr.gettext("For: {period}", period=about(issued.about, tr)),
    ]
    last = tr.gettext("Compare this with the paper. Where anything differs, the paper has been altered.")
    parts = (_verdict(found, tr), "\n".join(facts), "\n".join(totals(issued, tr)), last)
    return Screen(text="\n\n".join(part for part in parts if part), keyboard=main_menu(tr))


def _verdict(found: Checked, tr: Translator) -> str:
    if found.replaced_by:
        return tr.gettext(
            "⚠️ This document was issued here, but a newer one has replaced it: № {number}. Its sums may be "
            "out of date.",
            number=found.replaced_by,
        )
    if found.state_now:
        return tr.gettext(
            "⚠️ This document was issued here, but what it says of the reading is out of date. The status now: {status}",
            status=state_name(found.state_now, tr),
        )
    return tr.gettext("✅ This document was issued here and is in force.")


def no_such_document(_refusal: NoSuchDocument, tr: Translator, retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("⛔ No document with this code was issued here."),
        tr.gettext(
            "Compare the code with the one at the foot of the page: {example} and so on. If it is right, do not trust "
            "the paper and call us: {phone}.",
            example=grouped("7K3M9QXT"),
            phone=", ".join(retailer.contacts.phones),
        ),
    )
    return Screen(text="\n".join(lines), keyboard=main_menu(tr))


def document_too_old(refusal: DocumentTooOld, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("⌛ This document was issued here on {time}.", time=tr.time(refusal.issued_at)),
        tr.gettext("That is too long ago: its sums are not vouched for any more. Ask for a new one: /documents."),
    )
    return Screen(text="\n".join(lines), keyboard=main_menu(tr))
