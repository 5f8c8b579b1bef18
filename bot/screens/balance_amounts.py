"""How sums stand on the screens of a balance: in columns, by the sign rule, never wider than a phone."""

import html
from collections.abc import Sequence

from core.balance.model import Amounts
from core.i18n import Html, Translator


def balance_line(closing: int, tr: Translator) -> Html:
    """Say in words what a balance means."""
    if closing > 0:
        return tr.gettext("🔴 <b>Your debt: {sum}.</b>", sum=tr.money(closing))
    if closing < 0:
        return tr.gettext("🟢 <b>Overpayment: {sum}.</b>", sum=tr.money(-closing))
    return tr.gettext("⚪️ <b>You have no debt.</b>")


def sign_rule(tr: Translator) -> Html:
    return tr.gettext("<i>(+) debt, (−) overpayment; sums in tenge</i>")


def month_columns(month: str, amounts: Amounts, tr: Translator) -> Html:
    """Return one month as the seven lines of a statement, that of the penalty only where there is one."""
    words = tr.plain
    rows = [
        (words.gettext("Month/Year"), month),
        (words.gettext("Opening balance"), tr.signed(amounts.opening)),
        (words.gettext("Accrued"), tr.amount(amounts.accrued)),
        (words.gettext("Corrections"), tr.signed(amounts.corrections)),
        (words.gettext("Penalty"), tr.amount(amounts.penalty)),
        (words.gettext("Payments"), tr.amount(amounts.paid)),
        (words.gettext("Closing balance"), tr.signed(amounts.closing)),
    ]
    if not amounts.penalty:
        del rows[4]
    return columns(rows)


def columns(rows: Sequence[tuple[str, str]]) -> Html:
    """Return names on the left and values on the right in letters of equal width."""
    left, right = (max(len(row[side]) for row in rows) for side in (0, 1))
    lines = (f"{name:<{left}}  {value:>{right}}" for name, value in rows)
    return Html(f"<pre>{html.escape(chr(10).join(lines), quote=False)}</pre>")


def clip(text: str, longest: int) -> str:
    """Shorten what somebody else wrote, so that a screen stays one message."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
