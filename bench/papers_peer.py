"""Platypus setting the pages of bench/papers.py, in the usual way; run by it as a process of its own."""

import json
import sys
import time
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

FONTS = Path(__file__).parents[1] / "core" / "documents" / "fonts"
pdfmetrics.registerFont(TTFont("Plain", str(FONTS / "NotoSans-Regular.ttf")))
pdfmetrics.registerFont(TTFont("Strong", str(FONTS / "NotoSans-Bold.ttf")))
ROOM = A4[0] - 84
BODY = ParagraphStyle("body", fontName="Plain", fontSize=8.5, leading=11)
HEAD = ParagraphStyle("head", parent=BODY, fontName="Strong", fontSize=10, leading=13)
LOOK = [
    ("FONT", (0, 0), (-1, -1), "Plain", 8.5),
    ("FONT", (0, 0), (-1, 0), "Strong", 7),
    ("BACKGROUND", (0, 0), (-1, 0), HexColor("#eef4f2")),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor("#cfd8d5")),
]


def code(text, side):
    widget = QrCodeWidget(text, barLevel="M")
    left, low, right, high = widget.getBounds()
    drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (high - low), 0, 0])
    drawing.add(widget)
    return drawing


def table(columns, rows, total=None):
    whole = sum(share for _, share in columns)
    data = [[title for title, _ in columns], *rows, *([total] if total else [])]
    return Table(data, [share / whole * ROOM for _, share in columns], repeatRows=1, style=LOOK)


def facts(pairs):
    return Table(pairs, [ROOM * 0.36, ROOM * 0.64], style=[("FONT", (0, 0), (-1, -1), "Plain", 8.5)])


def chart(bars, height):
    drawing = Drawing(ROOM, height + 24)
    plot = VerticalBarChart()
    plot.width, plot.height = ROOM - 40, height
    plot.data = [[value / 1000 for _, value in bars]]
    plot.categoryAxis.categoryNames = [name for name, _ in bars]
    plot.categoryAxis.labels.fontName = plot.valueAxis.labels.fontName = "Plain"
    drawing.add(plot)
    return drawing


PARTS = {
    "heading": lambda text: Paragraph(escape(text), HEAD),
    "paragraph": lambda text: Paragraph(escape(text), BODY),
    "amount": lambda label, value: Table([[label, value]], style=[("FONT", (0, 0), (-1, -1), "Strong", 8.5)]),
    "facts": facts,
    "table": table,
    "chart": chart,
    "qr": lambda url, caption: Table([[code(url, 68), Paragraph(escape(caption), BODY)]]),
}


def draw(page):
    stream = BytesIO()
    story = [Paragraph(escape(page["number"]), HEAD), *([code(page["link"], 62)] if page["link"] else []), Spacer(1, 8)]
    story += [PARTS[name](*said) for name, said in page["said"]]
    SimpleDocTemplate(stream, pagesize=A4, leftMargin=42, rightMargin=42).build(story)
    return len(stream.getvalue())


for line in sys.stdin:
    batch = json.loads(line)
    before = time.process_time()
    sizes = [draw(page) for page in batch]
    print(json.dumps([(time.process_time() - before) / len(batch) * 1000, max(sizes)]), flush=True)
