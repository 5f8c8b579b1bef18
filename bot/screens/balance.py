from collections.abc import Sequence

from bot.keyboards import balance as keyboard
from bot.screens.accounts import status as status_words
from bot.screens.balance_amounts import balance_lines, clip, columns, mark, month_rows, sign_rule
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.accounts.model import LinkedAccount
from core.balance.model import AccountStatus, Service, ServiceBalance
from core.i18n import Translator
from core.papers.paying import PaymentLink

_MOST_SERVICES = 15
_LONGEST_NAME = 60


def status(
    shown: AccountStatus, tr: Translator, *, links: Sequence[PaymentLink] = (), by_email: bool = False
) -> Screen:
    head = [tr.gettext("<b>Account status</b>"), account_line(shown.account, tr)]
    if shown.account.status != "active":
        head.append(tr.gettext("Status: {status}", status=status_words(shown.account, tr)))
    body = _figures(shown, tr) if shown.period else [_nothing_yet(tr)]
    return Screen(
        text="\n\n".join(("\n".join(head), *body)),
        keyboard=keyboard.status(shown, tr, pays=bool(links), mails=by_email),
    )


def choose_account(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> Screen:
    text = tr.gettext("Which account do you want to see? The menu will show it from then on.")
    return Screen(text=text, keyboard=keyboard.accounts(linked, shown, tr))


def service_line(service: Service, tr: Translator) -> str:
    name = clip(service.name(tr.language), _LONGEST_NAME)
    supplier = clip(service.supplier(tr.language), _LONGEST_NAME)
    if not supplier:
        return tr.gettext("<b>{service}</b>", service=name)
    return tr.gettext("<b>{service}</b> · {supplier}", service=name, supplier=supplier)


def _figures(shown: AccountStatus, tr: Translator) -> list[str]:
    parts = ["\n".join(_balance(shown, tr)), "\n".join(_month(shown, tr))]
    if len(shown.services) > 1:
        parts.append("\n".join(_services(shown, tr)))
    return [*parts, sign_rule(tr)]


def _balance(shown: AccountStatus, tr: Translator) -> list[str]:
    lines = balance_lines(shown.debt, shown.overpayment, tr)
    if shown.paid_until:
        lines.append(tr.gettext("Payments are counted up to {date}.", date=tr.date(shown.paid_until)))
    if shown.as_of:
        lines.append(tr.gettext("Data as of {date}.", date=tr.date(shown.as_of)))
    return lines


def _month(shown: AccountStatus, tr: Translator) -> list[str]:
    assert shown.period is not None
    lines: list[str] = [service_line(shown.services[0].service, tr)] if len(shown.services) == 1 else []
    lines.append(columns(month_rows(tr.short_month(shown.period), shown.month, tr)))
    if shown.advance:
        lines.append(tr.gettext("Advance: {sum}", sum=tr.money(shown.advance)))
    if shown.penalty_forecast is not None:
        lines.append(tr.gettext("Penalty forecast: {sum}", sum=tr.money(shown.penalty_forecast)))
    return lines


def _services(shown: AccountStatus, tr: Translator) -> list[str]:
    lines: list[str] = [tr.gettext("<b>Services</b>")]
    for each in shown.services[:_MOST_SERVICES]:
        lines += [f"{mark(each.amounts.closing)} {service_line(each.service, tr)}", _service_sums(shown, each, tr)]
    left = len(shown.services) - _MOST_SERVICES
    if left > 0:
        more = tr.ngettext(
            "And {count} more service: see the statement.", "And {count} more services: see the statement.", left
        )
        lines.append(more)
    return lines


def _service_sums(shown: AccountStatus, each: ServiceBalance, tr: Translator) -> str:
    return tr.gettext(
        "Accrued: {accrued} · Balance: <b>{balance}</b>",
        accrued=tr.amount(shown.of_month(each).accrued),
        balance=tr.signed(each.amounts.closing),
    )


def _nothing_yet(tr: Translator) -> str:
    return tr.gettext(
        "The accounting system has sent no balances for this account yet. They will appear here after its next "
        "delivery of data; there is nothing that you need to do."
    )
