"""What was submitted: the proof of one, and the list of them."""

from collections.abc import Sequence

from bot.keyboards import submissions as keyboard
from bot.keyboards.email import MailDocument
from bot.keyboards.readings import OpenReadings
from bot.screens.documents_words import kind_name, paper_of
from bot.screens.readings_words import meter_name, proof_text, use, value_lines
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.accounts.model import LinkedAccount
from core.i18n import Html, Translator
from core.papers.proofs import ProofOnPaper
from core.readings.model import State, Submission
from core.retailer import Retailer

MARKS = {
    State.QUEUED: "⏳",
    State.SENT: "📨",
    State.ACCEPTED: "✅",
    State.REFUSED: "❌",
    State.UNCLEAR: "❔",
    State.WITHDRAWN: "↩️",
    State.REPLACED: "🔁",
}


def submitted(shown: Submission, retailer: Retailer, tr: Translator) -> Screen:
    """Say that it is done, and show the proof."""
    done = tr.gettext("Readings saved and will be sent to the accounting system.")
    title = f"✅ <b>{done}</b>" if shown.state is State.QUEUED else ""
    return proof(shown, retailer, tr, title=title)


def proof(shown: Submission, retailer: Retailer, tr: Translator, *, title: str = "", toast: str = "") -> Screen:
    lines = [
        tr.gettext("🧾 <b>Proof № <code>{number}</code></b>", number=shown.number),
        tr.gettext("Submitted: {time}", time=tr.time(shown.submitted_at)),
        tr.gettext("Account: <b>{number}</b>", number=shown.account_no),
        meter_name(shown.serial_no, retailer, tr),
        *_readings(shown, tr),
        tr.gettext(
            "For {month}; the meter was read on {date}.",
            month=tr.month(shown.period),
            date=tr.short_date(shown.reading_date),
        ),
        tr.gettext("Status: {status}", status=Html(f"{MARKS[shown.state]} {state(shown, tr)}")),
    ]
    parts = filter(None, (title, "\n".join(lines)))
    return Screen(
        text="\n\n".join(parts), keyboard=keyboard.proof(shown, proof_text(shown), OpenReadings(), tr), toast=toast
    )


def _readings(shown: Submission, tr: Translator) -> list[str]:
    used = use(shown.volume, shown.estimate, tr) if shown.linked else ""
    in_all = [tr.gettext("In all: <b>{use}</b>", use=Html(used))] if used else []
    if len(shown.values) > 1:
        return [*value_lines(shown.values, tr, with_use=shown.linked), *in_all]
    return [
        *(tr.gettext("Reading: <b>{value}</b>", value=tr.quantity(value.value)) for value in shown.values),
        *([tr.gettext("Consumption: {use}", use=Html(used))] if used else []),
    ]


def on_paper(found: ProofOnPaper, tr: Translator) -> Screen:
    """Return the proof as a PDF, and in its caption what it says."""
    shown, issued = found.submission, found.issued
    lines = (
        tr.gettext("<b>{document}</b> № {number}", document=kind_name(issued.kind, tr), number=issued.number),
        tr.gettext("Submission № <code>{number}</code>", number=shown.number),
        tr.gettext("Account: <b>{number}</b>", number=shown.account_no),
        *_readings(shown, tr),
        tr.gettext("Status: {status}", status=Html(f"{MARKS[shown.state]} {state(shown, tr)}")),
    )
    return Screen(
        text="\n".join(lines),
        keyboard=keyboard.beside(shown.id, MailDocument(document=issued.document) if found.by_email else None, tr),
        anew=True,
        paper=paper_of(issued, found.facts, tr),
    )


def state(shown: Submission, tr: Translator) -> str:
    """Say in words what has become of a submission."""
    if shown.state is State.REFUSED:
        return tr.gettext("refused: {reason}", reason=reason(shown.reason_code, tr))
    return state_name(shown.state, tr)


def state_name(code: str, tr: Translator) -> str:
    match State(code):
        case State.QUEUED:
            return tr.gettext("saved; it goes to the accounting system next")
        case State.SENT:
            return tr.gettext("handed over to the accounting system; its answer is awaited")
        case State.ACCEPTED:
            return tr.gettext("accepted")
        case State.REFUSED:
            return tr.gettext("refused")
        case State.UNCLEAR:
            return tr.gettext("being checked by an operator; you will be told")
        case State.WITHDRAWN:
            return tr.gettext("withdrawn by you")
        case State.REPLACED:
            return tr.gettext("replaced by a later one")


def reason(code: str, tr: Translator) -> Html:
    """Say why the accounting system has refused; a code that is not known is shown as it is."""
    match code:
        case "less_than_previous":
            return tr.gettext("the reading is less than the previous one")
        case "meter_inactive":
            return tr.gettext("the meter is not in use any more")
        case "duplicate" | "already_sent":
            return tr.gettext("there is already a reading for this period")
        case "bad_date":
            return tr.gettext("the date does not fit")
        case "too_many_digits":
            return tr.gettext("the reading has more digits than the meter shows")
        case "not_numeric":
            return tr.gettext("the reading is not a number")
        case "implausible":
            return tr.gettext("the consumption is far above the usual")
        case "office":
            return tr.gettext("an operator has refused it")
        case "":
            return tr.gettext("no reason was given")
        case _:
            return tr.gettext("reason code {code}", code=code[:64])


def ask_withdrawal(shown: Submission, retailer: Retailer, tr: Translator) -> Screen:
    if shown.state is not State.QUEUED:
        return proof(shown, retailer, tr)
    lines = (
        tr.gettext("<b>Withdraw reading № {number}?</b>", number=shown.number),
        tr.gettext(
            "It will not be sent to the accounting system, and there will be no reading for {month} then.",
            month=tr.month(shown.period),
        ),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_withdrawal(shown.id, tr))


def withdrawn(shown: Submission, retailer: Retailer, tr: Translator) -> Screen:
    toast = tr.plain.gettext("Withdrawn: it will not be sent.")
    return proof(shown, retailer, tr, toast=toast)


def submissions(
    account: LinkedAccount, page: Sequence[Submission], before: int, retailer: Retailer, tr: Translator
) -> Screen:
    title = "\n".join((tr.gettext("<b>My submissions</b>"), account_line(account, tr)))
    text = _list(title, page, retailer, tr, older=bool(before))
    leave = OpenReadings(link_id=account.link_id)
    return Screen(text=text, keyboard=keyboard.submissions(account.link_id, page, before, leave, tr))


def elsewhere(own: Sequence[Submission], retailer: Retailer, tr: Translator) -> Screen:
    """Show the newest of those that were sent without linking the account."""
    page = sorted((each for each in own if not each.linked), key=lambda each: each.id, reverse=True)[: keyboard.PAGE]
    text = _list(tr.gettext("<b>Sent for others</b>"), page, retailer, tr, older=False)
    return Screen(text=text, keyboard=keyboard.elsewhere(page, OpenReadings(), tr))


def _list(title: str, page: Sequence[Submission], retailer: Retailer, tr: Translator, *, older: bool) -> str:
    if page:
        return "\n\n".join((title, *(_line(each, retailer, tr) for each in page)))
    nothing = tr.gettext("Nothing else has been submitted.") if older else tr.gettext("Nothing has been submitted yet.")
    return f"{title}\n\n{nothing}"


def _line(shown: Submission, retailer: Retailer, tr: Translator) -> str:
    values = " / ".join(tr.quantity(value.value) for value in shown.values)
    return tr.gettext(
        "№ {number} · {month}\n{meter}\nReading: <b>{values}</b>\n{state}",
        number=shown.number,
        month=tr.month(shown.period),
        meter=meter_name(shown.serial_no, retailer, tr),
        values=values,
        state=Html(f"{MARKS[shown.state]} {state(shown, tr)}"),
    )
