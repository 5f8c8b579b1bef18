"""Noto Sans (SIL Open Font License, see OFL.txt): it has all Kazakh letters and the sign of the tenge."""

from pathlib import Path

REGULAR = Path(__file__).with_name("NotoSans-Regular.ttf")
BOLD = Path(__file__).with_name("NotoSans-Bold.ttf")
