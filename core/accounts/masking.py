"""What level 1 shows of a payer and an address: enough to recognise one's own, too little to learn another's."""

import unicodedata

_HIDDEN = "***"
_LONG_SURNAME = 7  # letters; the ending of a shorter one would give too much of it away
_ENDING = 3
_SHORTEST_PHONE = 5  # digits; the last two of a shorter one would be too much of it
_QUOTES = "\"'«»„“”‘’`()"
_COMPANY_FORMS = frozenset(
    "ТОО ЖШС АО АҚ НАО ОАО ЗАО ООО ИП ЖК ЧП КХ ШҚ ГУ ММ РГУ РММ КГУ КММ КГП КМК РГП РМК ГКП МКҚК ОСИ МИБ КСК ПИК ПТ "
    "LLP JSC LTD LLC".split()
)
_STREET_WORDS = frozenset(
    "ул улица көшесі көш пр пр-т просп проспект даңғылы даң мкр мкрн микрорайон ықшамаудан ықшамауданы ш/а пер "
    "переулок тұйық тұйығы бульвар бульвары б-р шоссе тас жолы тракт алаңы площадь пл street st avenue ave".split()
)


def mask_payer(name: str, *, legal: bool) -> str:
    """«Ахметова Кәмила Серікқызы» → «А***ова К. С.»; «ТОО "Шығыс Құрылыс"» → «ТОО Ш*** Қ***»."""
    words = _words(name)
    if legal:
        return " ".join(word if word.upper() in _COMPANY_FORMS else _initial(word) for word in words) or _HIDDEN
    if not words:
        return _HIDDEN
    surname, *others = words
    ending = surname[-_ENDING:] if len(surname) >= _LONG_SURNAME else ""
    return " ".join([f"{_initial(surname)}{ending}", *(f"{word[0]}." for word in others[:2])])


def mask_address(locality: str, street: str) -> str:
    """«Өскемен» and «Қабанбай батыр көшесі» → «Өскемен, Қ*** көшесі»; house and flat are not told at all."""
    place = " ".join(locality.split(",")[0].split())
    masked: list[str] = []
    for word in street.split():
        if word.lower().strip(".,") in _STREET_WORDS:
            masked.append(word)
        elif not any(kept.endswith(_HIDDEN) for kept in masked):
            masked.append(_initial(*_words(word)[:1]))
    return ", ".join(part for part in (place, " ".join(masked)) if part) or _HIDDEN


def _initial(word: str = "") -> str:
    return f"{word[0]}{_HIDDEN}" if len(word) > 1 else _HIDDEN


def _words(text: str) -> list[str]:
    """Return the words that begin with a letter or a digit, quotes taken off; a letter and its accent are one."""
    plain = (word.strip(_QUOTES) for word in unicodedata.normalize("NFC", text).split())
    return [word for word in plain if word and word[0].isalnum()]


def mask_phone(phone: str) -> str:
    """«+7 777 123-45-67» → «*** 67»; empty stays empty."""
    digits = [sign for sign in phone if sign.isdigit()]
    if not digits:
        return ""
    return f"{_HIDDEN} {''.join(digits[-2:])}" if len(digits) > _SHORTEST_PHONE else _HIDDEN


def mask_email(address: str) -> str:
    """«kamila@mail.example» → «k***@mail.example»; empty stays empty."""
    name, at, domain = address.strip().rpartition("@")
    if not at:
        return _HIDDEN if address.strip() else ""
    return f"{_initial(name)}@{domain}"
