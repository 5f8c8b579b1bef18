from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import Number, back, inline, tap
from bot.keyboards.documents_make import pdf
from bot.keyboards.email import by_email
from bot.keyboards.support_ask import ask
from core.desk.model import About
from core.i18n import Translator
from core.readings.model import State, Submission

PAGE = 10
_IN_A_ROW = 2
_LONGEST_COPY = 256


class ListSubmissions(CallbackData, prefix="submissions"):
    """Show what was submitted for an account (0: the current one), from `before` on backwards (0: the newest)."""

    link_id: Number = 0
    before: Number = 0


class ListElsewhere(CallbackData, prefix="sentelse"):
    """Show what this chat has submitted for accounts that it had not linked."""


class OpenSubmission(CallbackData, prefix="proof"):
    submission: Number


class CorrectReading(CallbackData, prefix="correct"):
    """Begin another reading to take the place of one that still waits."""

    submission: Number


class MakeProof(CallbackData, prefix="pdf_proof"):
    """Hand out the proof as a document."""

    submission: Number


class Withdraw(CallbackData, prefix="withdraw"):
    """Ask before it is withdrawn; `sure` does it."""

    submission: Number
    sure: bool = False


def submissions(
    link_id: Number, page: Sequence[Submission], before: int, leave: CallbackData, tr: Translator
) -> InlineKeyboardMarkup:
    turns = [tap("⏮", ListSubmissions(link_id=link_id))] if before else []
    turns += [tap("▶️", ListSubmissions(link_id=link_id, before=page[-1].id))] if len(page) == PAGE else []
    others = tap("🤝 " + tr.pgettext("button", "Sent for others"), ListElsewhere())
    return inline(*_proofs(page), turns, [others], [back(leave, tr)])


def elsewhere(page: Sequence[Submission], leave: CallbackData, tr: Translator) -> InlineKeyboardMarkup:
    return inline(*_proofs(page), [back(leave, tr)])


def _proofs(page: Sequence[Submission]) -> list[list[InlineKeyboardButton]]:
    buttons = [tap(f"🧾 {each.number}", OpenSubmission(submission=each.id)) for each in page]
    return [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]


def proof(shown: Submission, text: str, leave: CallbackData, tr: Translator) -> InlineKeyboardMarkup:
    """`text` is what the copy button gives; `leave` begins a new reading."""
    again = tap("🔢 " + tr.pgettext("button", "Submit readings"), leave)
    history = tap("🗂 " + tr.pgettext("button", "My submissions"), ListSubmissions())
    may_again = shown.state in (State.REFUSED, State.WITHDRAWN)
    on_paper = pdf(MakeProof(submission=shown.id), tr)
    about = ask(About.READING, 0, shown.number, tr)
    return inline([_copy(text, tr)], [on_paper], change(shown, tr), [again] if may_again else [], [about], [history])


def beside(submission: int, mailed: CallbackData | None, tr: Translator) -> InlineKeyboardMarkup:
    """Return what may be done with a proof that has been made; `mailed` sends it by e-mail, where that is offered."""
    show = tap("🧾 " + tr.pgettext("button", "Show the proof"), OpenSubmission(submission=submission))
    history = tap("🗂 " + tr.pgettext("button", "My submissions"), ListSubmissions())
    return inline([by_email(mailed, tr)] if mailed else [], [show], [history])


def change(shown: Submission, tr: Translator) -> list[InlineKeyboardButton]:
    """Return what may be done about it as long as it waits; correcting takes a linked account."""
    if shown.state is not State.QUEUED:
        return []
    correct = tap("✏️ " + tr.pgettext("button", "Correct"), CorrectReading(submission=shown.id))
    withdraw = tap("↩️ " + tr.pgettext("button", "Withdraw"), Withdraw(submission=shown.id))
    return [correct, withdraw] if shown.linked else [withdraw]


def _copy(text: str, tr: Translator) -> InlineKeyboardButton:
    label = "📋 " + tr.pgettext("button", "Copy the proof")
    return InlineKeyboardButton(text=label, copy_text=CopyTextButton(text=text[:_LONGEST_COPY]))


def ask_withdrawal(submission: int, tr: Translator) -> InlineKeyboardMarkup:
    yes = tap(tr.pgettext("button", "Yes"), Withdraw(submission=submission, sure=True))
    no = tap(tr.pgettext("button", "No"), OpenSubmission(submission=submission))
    return inline([yes, no])
