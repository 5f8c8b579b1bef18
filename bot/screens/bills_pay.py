"""Where the debt of an account can be paid."""

from bot.keyboards import bills_pay as keyboard
from bot.keyboards.balance_statement import OpenBalance
from bot.keyboards.bills import OpenBill
from bot.keyboards.bills_pay import PayBills
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.balance.model import AccountStatus
from core.i18n import Translator
from core.retailer import Retailer


def paying(shown: AccountStatus, asked: PayBills, retailer: Retailer, tr: Translator) -> Screen:
    """Return the channels with the number of the account and the sum filled in; nothing to be paid is said, too."""
    places = _places(shown, retailer, tr)
    lines: list[str] = [tr.gettext("<b>Pay</b>"), account_line(shown.account, tr)]
    if not shown.debt:
        lines.append(tr.gettext("⚪️ <b>You have no debt.</b>"))
    else:
        lines.append(tr.gettext("To pay: <b>{sum}</b>", sum=tr.money(shown.debt)))
    if shown.paid_until:
        lines.append(tr.gettext("Payments are counted up to {date}.", date=tr.date(shown.paid_until)))
    parts = ["\n".join(lines)]
    if places:
        parts.append(tr.gettext("Choose where to pay. What is paid today is shown here after the next data."))
        parts.append(
            tr.gettext(
                "🔒 You pay in the bank's own app. I never ask for a bank card number, nor for a code from an SMS."
            )
        )
    leave = OpenBill(link_id=asked.link_id, month=asked.month, span=asked.span) if asked.month else None
    return Screen(
        text="\n\n".join(parts),
        keyboard=keyboard.channels(places, leave or OpenBalance(link_id=shown.account.link_id), tr),
    )


def _places(shown: AccountStatus, retailer: Retailer, tr: Translator) -> list[tuple[str, str]]:
    """Return the name and the address of each channel; none where nothing is owed."""
    if not shown.debt or shown.period is None:
        return []
    owed = next(each.service for each in shown.services if each.amounts.closing > 0)
    return [
        (
            link.name(tr.language),
            link.address(
                account_no=shown.account.account_no,
                amount=shown.debt,
                period=shown.period,
                service=owed.service_code,
            ),
        )
        for link in retailer.payment_links
    ]
