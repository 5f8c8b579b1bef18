"""Noto Sans (SIL Open Font License, see OFL.txt): it has all Kazakh letters and the sign of the tenge.

`Documents-*.ttf` are cut from it to `LETTERS`, without hints, by `make fonts`: every PDF carries them whole.
"""

from pathlib import Path

REGULAR = Path(__file__).with_name("NotoSans-Regular.ttf")
BOLD = Path(__file__).with_name("NotoSans-Bold.ttf")
CUT_REGULAR = Path(__file__).with_name("Documents-Regular.ttf")
CUT_BOLD = Path(__file__).with_name("Documents-Bold.ttf")

_ASCII = "".join(map(chr, range(32, 127)))
_RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_KAZAKH = "ӘҒҚҢӨҰҮҺІәғқңөұүһі"
_SIGNS = "\u00a0₸₽€№§°²³·•×±©–—…«»“”„‘’\ufffd"
LETTERS = _ASCII + _RUSSIAN + _KAZAKH + _SIGNS
