"""QR codes as runs of dark modules."""

from functools import lru_cache
from typing import Any, cast

import zxingcpp

Run = tuple[int, int, int]  # column, row from above, length


@lru_cache(maxsize=256)
def runs(text: str) -> tuple[int, tuple[Run, ...]]:
    """Return how many modules a side has (no quiet zone), and the dark runs; error correction M."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = memoryview(cast(Any, code.to_image(scale=1, add_quiet_zones=False)))
    side: int = image.shape[0]
    found: list[Run] = []
    for row in range(side):
        start = None
        for column in range(side + 1):
            dark = column < side and image[row, column] == 0
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                found.append((start, row, column - start))
                start = None
    return side, tuple(found)
