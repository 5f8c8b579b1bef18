"""Whether an address is among those that an outage names, however the two are written."""

import re
import unicodedata

_KINDS = {
    "street": "ул улица көшесі көш street st",
    "avenue": "пр пр-т пр-кт просп проспект проспектісі даңғылы даң avenue ave",
    "quarter": "мкр мкрн мкр-н м-н микрорайон ықшамаудан ықшамауданы ы/а ш/а",
    "lane": "пер переулок тұйық тұйығы",
    "boulevard": "бульвар бульвары б-р",
    "highway": "шоссе тас жолы тракт тракты",
    "square": "пл площадь алаңы",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_PLACES = frozenset(
    "г гор город қ қала қаласы с село а ауыл ауылы п пос поселок кент кенті пгт ст станция станциясы аудан ауданы "
    "р-н район обл область облысы".split()
)
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
_BETWEEN = re.compile(r"[;|\n]")
_HOUSES = re.compile(r"[;,|\n]|\s+(?:и|және|мен)\s+")
_BEFORE_HOUSE = re.compile(r"^(?:дома|дом|д|үйлер|үй|№)[.\s№]*(?=\d)")
_RANGE = re.compile(r"^(\d+)[а-яё]?\s*[-–—]\s*(\d+)[а-яё]?\b(.*)$")
_NUMBER = re.compile(r"^\d+")


def same_locality(named: str, locality: str) -> bool:
    """Return whether a locality is one of a list; an empty list names all."""
    if not named.strip():
        return True
    own, _ = _words(locality)
    return bool(own) and any(_words(each)[0] == own for each in _listed(named))


def same_street(named: str, street: str) -> bool:
    """Return whether a street is one of a list; «пр. Абая» is not «ул. Абая», and «Абая» may be either."""
    if not named.strip():
        return True
    own, kind = _words(street)
    if not own:
        return False
    found = (_words(each) for each in _listed(named))
    return any(words == own and (not kind or not other or kind == other) for words, other in found)


def same_house(named: str, house: str) -> bool:
    """Return whether a house is one of a list such as «1-15, 20, 22а, 30–40 (чётные)»; an empty list names all."""
    if not named.strip():
        return True
    own = _house(house)
    return bool(own) and any(_is_in(_house(each), own) for each in _HOUSES.split(_plain(named)))


def _is_in(named: str, own: str) -> bool:
    span, number = _RANGE.match(named), _NUMBER.match(own)
    if span is None or int(span[1]) > int(span[2]):
        return named.replace(" ", "") == own.replace(" ", "")
    if number is None or not int(span[1]) <= int(number[0]) <= int(span[2]):
        return False
    odd = int(number[0]) % 2 == 1
    if re.search("неч[её]т|тақ", span[3]):
        return odd
    return not odd if re.search("ч[её]т|жұп", span[3]) else True


def _house(text: str) -> str:
    return _BEFORE_HOUSE.sub("", _plain(text).translate(_LOOKALIKES).strip(' ."«»'))


def _words(text: str) -> tuple[frozenset[str], str]:
    """Return the words of a name without what kind of place it is, and that kind of a street; empty: not said."""
    words = re.sub(r"[.«»\"']", " ", _plain(text)).split()
    kind = next((_KIND_OF[word] for word in words if word in _KIND_OF), "")
    return frozenset(word for word in words if word not in _KIND_OF and word not in _PLACES), kind


def _listed(text: str) -> list[str]:
    """Return the names of a list; in one without semicolons commas stand between them."""
    return [each for each in (_BETWEEN.split(text) if _BETWEEN.search(text) else text.split(",")) if each.strip()]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("ё", "е").split(" "))
