"""QR codes as masks of one bit a module."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import zxingcpp

_BITS = bytes(0x31 if grey == 0 else 0x30 for grey in range(256))  # «1» where it is dark


@dataclass(frozen=True, slots=True)
class Mask:
    """`rows` are hexadecimal, from above, each filled up to whole bytes; a bit that is set is dark."""

    side: int  # modules; there is no quiet zone
    rows: tuple[str, ...]


@lru_cache(maxsize=256)
def mask(text: str) -> Mask:
    """Return the code of a text; error correction M."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = memoryview(cast(Any, code.to_image(scale=1, add_quiet_zones=False)))
    side: int = image.shape[0]
    bits = image.tobytes().translate(_BITS)
    filled = -side % 8
    rows = (int(bits[start : start + side], 2) << filled for start in range(0, side * side, side))
    return Mask(side, tuple(f"{row:0{(side + filled) // 4}x}" for row in rows))
