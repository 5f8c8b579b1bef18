"""The form of a change, its questions, and what is wrong with an answer."""

from typing import Any

from bot.keyboards import profile as keyboard
from bot.keyboards import recovery as recovery_keyboard
from bot.screens import anything
from bot.screens.email_refusals import flaw
from bot.screens.profile import fact, field_value
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.i18n import Html, Translator
from core.profile.model import (
    ChangeForm,
    Field,
    NotABirthDate,
    NotAName,
    NotAnEmail,
    NotAPhone,
    NotASex,
    NothingChanged,
    NotOfThisPayer,
    ProofNeededToChange,
    SameAsOnFile,
)
from core.retailer import Retailer


def form(shown: ChangeForm, key: str, tr: Translator, *, hint: str = "") -> Screen:
    legal = shown.profile.account.kind == "legal"
    lines = [account_line(shown.profile.account, tr)]
    for each in shown.profile.fields:
        on_file = shown.profile.value(each)
        if each in shown.changes:
            new = field_value(each, shown.changes[each], tr)
            lines.append(
                tr.gettext("{fact} → <b>{new}</b>", fact=Html(f"✏️ {fact(each, on_file, tr, legal=legal)}"), new=new)
            )
        else:
            lines.append(fact(each, on_file, tr, legal=legal))
    parts = (tr.gettext("<b>Change of the profile</b>"), "\n".join(lines), _what_next(shown, tr), hint)
    return Screen(text="\n\n".join(filter(None, parts)), keyboard=keyboard.form(shown, key, tr))


def _what_next(shown: ChangeForm, tr: Translator) -> Html:
    if not shown.changes:
        return tr.gettext("Choose what shall be changed, one thing or several.")
    if not shown.hold_hours:
        return tr.gettext("Press «Send», or choose what else shall be changed.")
    return tr.ngettext(
        "Press «Send», or choose what else shall be changed. For {count} hour the request can be withdrawn from any "
        "chat of this account, then it goes to the office.",
        "Press «Send», or choose what else shall be changed. For {count} hours the request can be withdrawn from any "
        "chat of this account, then it goes to the office.",
        shown.hold_hours,
    )


def choose_first(tr: Translator) -> Html:
    """Answer words that came while a tap was awaited."""
    return tr.gettext("First choose what you want to change: press its button.")


def ask(field: Field, link_id: int, tr: Translator, *, legal: bool) -> Screen:
    buttons = keyboard.ask_sex if field is Field.SEX else keyboard.ask
    return Screen(text=question(field, tr, legal=legal), keyboard=buttons(link_id, tr))


def question(field: Field, tr: Translator, *, legal: bool = False) -> Html:
    match field:
        case Field.PAYER if legal:
            return tr.gettext("Write the name of the company.")
        case Field.PAYER:
            return tr.gettext("Write the full name as in the identity card: surname, name, patronymic.")
        case Field.PHONE:
            return tr.gettext("Write the phone number with its code. Example: <code>8 (7172) 54-32-10</code>.")
        case Field.MOBILE:
            return tr.gettext("Write the mobile number. Example: <code>8 701 123 45 67</code>.")
        case Field.EMAIL:
            return tr.gettext("Write the e-mail address. Example: <code>name@mail.kz</code>.")
        case Field.BIRTH_DATE:
            return tr.gettext("Write the date of birth: day, month, year. Example: <code>22.11.1960</code>.")
        case Field.SEX:
            return tr.gettext("Choose the sex.")


def not_a_name(refusal: NotAName, tr: Translator, _retailer: Retailer) -> Screen:
    if refusal.legal:
        said = tr.gettext("Name of the company: «{text}» cannot be one.", text=refusal.text)
        return _again((said, question(Field.PAYER, tr, legal=True)), tr)
    said = tr.gettext("Full name: «{text}» cannot be one.", text=refusal.text)
    return _again((said, tr.gettext("Write surname and name in letters, without digits.")), tr)


def not_a_phone(refusal: NotAPhone, tr: Translator, _retailer: Retailer) -> Screen:
    name = keyboard.field_label(refusal.field, tr)
    lines = (
        tr.gettext("{field}: «{text}» is no such number.", field=name, text=refusal.text),
        question(refusal.field, tr),
    )
    return _again(lines, tr)


def not_an_email(refusal: NotAnEmail, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("E-mail: «{text}» is no address.", text=refusal.text),
        flaw(refusal, tr),
        question(Field.EMAIL, tr),
    )
    return _again(lines, tr)


def not_a_birth_date(refusal: NotABirthDate, tr: Translator, _retailer: Retailer) -> Screen:
    match refusal.too:
        case "late":
            said = tr.gettext("Date of birth: «{text}» is not in the past.", text=refusal.text)
        case "early":
            said = tr.gettext("Date of birth: «{text}» is too long ago.", text=refusal.text)
        case _:
            said = tr.gettext("Date of birth: there is no day «{text}».", text=refusal.text)
    return _again((said, question(Field.BIRTH_DATE, tr)), tr)


def not_a_sex(refusal: NotASex, tr: Translator, _retailer: Retailer) -> Screen:
    """Ask with the buttons; the draft knows which form they belong to."""
    said = tr.gettext("Sex: «{text}» is neither of the two.", text=refusal.text)
    return Screen(text=f"{said}\n{question(Field.SEX, tr)}", keyboard=keyboard.ask_sex(0, tr))


def same_as_on_file(refusal: SameAsOnFile, tr: Translator, _retailer: Retailer) -> Screen:
    name = keyboard.field_label(refusal.field, tr)
    lines = (
        tr.gettext("{field}: this very value is on file already.", field=name),
        tr.gettext("Write another one, or go back to the form."),
    )
    return _again(lines, tr)


def nothing_changed(refusal: NothingChanged, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext("The form has no new value yet, so there is nothing to send.")
    return Screen(text=text, keyboard=keyboard.go_on(refusal.link_id, tr))


def proof_needed_to_change(refusal: ProofNeededToChange, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("Please confirm your number first: the account was added by a payment only."),
        tr.gettext(
            "The phone number on the account's file or a one-time code will do; then you can change the profile."
        ),
    )
    return Screen(text="\n\n".join(lines), keyboard=recovery_keyboard.second_proof(refusal.link_id, tr))


def not_of_this_payer(_refusal: NotOfThisPayer, tr: Translator, _retailer: Retailer) -> Screen:
    return anything.out_of_date(tr)


def _again(lines: tuple[str, ...], tr: Translator) -> Screen:
    """Ask for the same value once more; all the others stand."""
    kept = tr.gettext("What you have written into the other fields is kept.")
    return Screen(text="\n".join((*lines, kept)), keyboard=keyboard.go_on(0, tr))


WORDS: dict[type, Any] = {
    NotAName: not_a_name,
    NotAPhone: not_a_phone,
    NotAnEmail: not_an_email,
    NotABirthDate: not_a_birth_date,
    NotASex: not_a_sex,
    SameAsOnFile: same_as_on_file,
    NothingChanged: nothing_changed,
    ProofNeededToChange: proof_needed_to_change,
    NotOfThisPayer: not_of_this_payer,
}
