"""How sums stand on the screens of a balance: in columns, by the sign rule, never wider than a phone."""

import html
from collections.abc import Sequence

from core.balance.model import Amounts
from core.i18n import Html, Translator


def balance_lines(debt: int, overpayment: int, tr: Translator) -> list[str]:
    """Say in words what the balances of the services mean."""
    lines: list[str] = []
    if debt:
        lines.append(tr.gettext("🔴 <b>Your debt: {sum}.</b>", sum=tr.money(debt)))
    if overpayment:
        lines.append(tr.gettext("🟢 <b>Overpayment: {sum}.</b>", sum=tr.money(overpayment)))
    return lines or [tr.gettext("⚪️ <b>You have no debt.</b>")]


def mark(closing: int) -> str:
    return "🔴" if closing > 0 else "🟢" if closing < 0 else "▫️"


def sign_rule(tr: Translator) -> Html:
    return tr.gettext("<i>(+) debt, (−) overpayment; sums in tenge</i>")


def month_rows(month: str, amounts: Amounts, tr: Translator) -> list[tuple[str, str]]:
    """Return one month as the lines of a statement, that of the penalty only where there is one."""
    words = tr.plain
    penalty = [(words.gettext("Penalty"), tr.amount(amounts.penalty))] if amounts.penalty else []
    return [
        (words.gettext("Month/Year"), month),
        (words.pgettext("statement", "Opening balance"), tr.signed(amounts.opening)),
        (words.pgettext("statement", "Accrued"), tr.amount(amounts.accrued)),
        (words.gettext("Corrections"), tr.signed(amounts.corrections)),
        *penalty,
        (words.gettext("Payments"), tr.amount(amounts.paid)),
        (words.gettext("Closing balance"), tr.signed(amounts.closing)),
    ]


def columns(*groups: Sequence[tuple[str, str]]) -> Html:
    """Return names on the left and values on the right in letters of equal width, a blank line between groups."""
    left, right = (max(len(row[side]) for group in groups for row in group) for side in (0, 1))
    texts = ("\n".join(f"{name:<{left}}  {value:>{right}}".rstrip() for name, value in group) for group in groups)
    table = html.escape("\n\n".join(texts), quote=False)
    return Html(f"<pre>{table}</pre>")


def clip(text: str, longest: int) -> str:
    """Shorten what somebody else wrote, so that a screen stays one message."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
