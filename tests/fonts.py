"""`make fonts`: cut the fonts of documents to the letters that documents need."""

from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from core.documents import fonts

CUTS = ((fonts.REGULAR, fonts.CUT_REGULAR), (fonts.BOLD, fonts.CUT_BOLD))


def cut(source: Path) -> bytes:
    """Return the font with `LETTERS` alone: no hints, no features, and equal bytes each time."""
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True
    )
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "STAT", "gasp", "meta"]
    with TTFont(source, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=fonts.LETTERS)
        cutter.subset(font)
        stream = BytesIO()
        font.save(stream)
    return stream.getvalue()


def main() -> None:
    for source, target in CUTS:
        target.write_bytes(cut(source))
        print(f"{target}: {target.stat().st_size} bytes")  # noqa: T201 - a command line


if __name__ == "__main__":
    main()
