"""What people write into the form of their profile, and how it is kept."""

import re
import unicodedata
from datetime import date

import phonenumbers

from core.mail.address import AddressNotUnderstood, read_address
from core.profile.model import SEXES, Field, NotABirthDate, NotAName, NotAnEmail, NotAPhone, NotASex
from core.typed import visible

_LONGEST_NAME = 120
_BESIDE_LETTERS = frozenset(" -'’ʼ`.")
_BESIDE_COMPANY = _BESIDE_LETTERS | frozenset('«»"“”„,()№&+/0123456789')
_DAY = re.compile(r"([0-9]{1,2})[.\-/ ]([0-9]{1,2})[.\-/ ]([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_OLDEST = 120  # years


def read(field: Field, text: str, *, today: date, legal: bool = False) -> str:
    """Return the value as it is kept: a phone in the international form, a day as ISO.

    :raises NotAName, NotAPhone, NotAnEmail, NotABirthDate, NotASex: another form, or not sensible
    """
    if field is Field.EMAIL:
        return _email(text)
    plain = " ".join(visible(unicodedata.normalize("NFC", text)).split())
    match field:
        case Field.PAYER:
            return _company(plain) if legal else _name(plain)
        case Field.PHONE | Field.MOBILE:
            return _phone(plain, field)
        case Field.BIRTH_DATE:
            return _birth_date(plain, today)
        case Field.SEX:
            if plain not in SEXES:
                raise NotASex(plain)
            return plain


def same(field: Field, on_file: str, written: str) -> bool:
    """Say whether a written value is what stands on file, however that is spelled there."""
    if field in (Field.PHONE, Field.MOBILE):
        return _digits(on_file) == _digits(written)
    return " ".join(on_file.split()).casefold() == written.casefold()


def _name(text: str) -> str:
    letters = [sign for sign in text if sign.isalpha()]
    foreign = [sign for sign in text if not (sign.isalpha() or sign in _BESIDE_LETTERS)]
    several = len([word for word in text.split() if word[0].isalpha()]) >= 2
    if foreign or not several or len(letters) < 3 or len(text) > _LONGEST_NAME:
        raise NotAName(text, legal=False)
    return text


def _company(text: str) -> str:
    foreign = [sign for sign in text if not (sign.isalpha() or sign in _BESIDE_COMPANY)]
    if foreign or sum(sign.isalpha() for sign in text) < 2 or len(text) > _LONGEST_NAME:
        raise NotAName(text, legal=True)
    return text


def _phone(text: str, field: Field) -> str:
    try:
        number = phonenumbers.parse(text, "KZ")
    except phonenumbers.NumberParseException:
        raise NotAPhone(text, field) from None
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise NotAPhone(text, field)
    if field is Field.MOBILE and phonenumbers.number_type(number) not in _CARRIED:
        raise NotAPhone(text, field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


_CARRIED = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def _email(text: str) -> str:
    try:
        return read_address(text)
    except AddressNotUnderstood as refusal:
        raise NotAnEmail(refusal.text, refusal.flaw, refusal.sign) from None


def _birth_date(text: str, today: date) -> str:
    if found := _DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _ISO_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        raise NotABirthDate(text)
    try:
        born = date(year, month, day)
    except ValueError:
        raise NotABirthDate(text) from None
    if born >= today:
        raise NotABirthDate(text, "late")
    if year < today.year - _OLDEST:
        raise NotABirthDate(text, "early")
    return born.isoformat()


def _digits(phone: str) -> str:
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits[-10:]
