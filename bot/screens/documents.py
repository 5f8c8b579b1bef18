"""Documents: which one, of which month, and the caption under the PDF, which says the same in words."""

from collections.abc import Collection, Sequence

from bot.keyboards import documents as keyboard
from bot.keyboards.documents import PickMonth
from bot.keyboards.menu import main_menu
from bot.screens.documents_words import about, kind_name, paper_of, totals
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.accounts.model import LinkedAccount
from core.billing.model import NoBillForMonth
from core.i18n import Translator
from core.papers.model import Made, NothingToPrint
from core.papers.paying import PaymentLink
from core.period import Period
from core.retailer import Retailer


def choose_kind(account: LinkedAccount, year: int, retailer: Retailer, tr: Translator, *, has_others: bool) -> Screen:
    lines = (
        tr.gettext("<b>Documents</b>"),
        account_line(account, tr),
        "",
        tr.gettext("Which document do you need? It comes as a PDF; its QR code proves that it is genuine."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.kinds(account, year, retailer, tr, has_others=has_others))


def choose_account(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> Screen:
    return Screen(
        text=tr.gettext("Documents of which account do you need?"), keyboard=keyboard.accounts(linked, shown, tr)
    )


def choose_month(asked: PickMonth, having: Collection[Period], tr: Translator) -> Screen:
    years = [each.year for each in having] or [int(asked.year)]
    year = min(max(int(asked.year), min(years)), max(years))
    if not having:
        question = tr.gettext("There are no bills for this account yet.")
    else:
        question = tr.gettext("Of which month? Months without data are marked with a dot.")
    lines = (tr.gettext("<b>{document}</b>", document=kind_name(asked.kind, tr)), question)
    return Screen(text="\n".join(lines), keyboard=keyboard.of_month(asked, having, year, tr))


def made(found: Made, tr: Translator, links: Sequence[PaymentLink] = ()) -> Screen:
    """Return the document with the same facts as its caption; `links` are where it may be paid."""
    issued = found.issued
    name = kind_name(issued.kind, tr)
    facts = [
        tr.gettext("<b>{document}</b> № {number}", document=name, number=issued.number),
        account_line(found.account, tr),
        about(issued.about, tr),
    ]
    return Screen(
        text="\n\n".join(("\n".join(facts), "\n".join(totals(issued, tr)))),
        keyboard=keyboard.beside(found, tr, links),
        anew=True,
        paper=paper_of(issued, found.facts, tr),
    )


def nothing_to_print(_refusal: NothingToPrint, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext("There are no data for this document yet. They come with the next delivery.")
    return Screen(text=text, keyboard=main_menu(tr), anew=True)


def no_bill_for_month(refusal: NoBillForMonth, tr: Translator, _retailer: Retailer) -> Screen:
    month = tr.month(refusal.period)
    return Screen(toast=tr.plain.gettext("There is no data for {month}.", month=month))
