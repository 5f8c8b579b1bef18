"""Matplotlib drawing the picture of bench/chart.py; run by it with the interpreter of another environment."""

import io
import json
import sys
import time

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

FIGURE = Figure(figsize=(8, 4.5), dpi=100)
CANVAS = FigureCanvasAgg(FIGURE)


def draw(facts):
    FIGURE.clear()
    axes = FIGURE.add_subplot()
    months = facts["months"]
    for shift, colour, bars in ((-0.2, "#7e9e97", months[:12]), (0.2, "#0f766e", months[12:])):
        for at, (_, volume, guessed) in enumerate(bars):
            face = "none" if guessed else colour
            hatch = "///" if guessed else None
            axes.bar(at + shift, volume / 1000, 0.4, facecolor=face, edgecolor=colour, hatch=hatch)
    axes.axhline(facts["mean"] / 1000, linestyle="--", color="#c2410c")
    axes.set_xticks(range(12), [str(index)[4:] for index, _, _ in months[12:]])
    axes.set_title("Тұтыну, кВт·сағ")
    axes.grid(axis="y")
    stream = io.BytesIO()
    CANVAS.print_png(stream)
    return stream.getvalue()


for line in sys.stdin:
    batch = json.loads(line)
    before = time.process_time()
    for each in batch:
        draw(each)
    print(json.dumps({"ms": (time.process_time() - before) / len(batch) * 1000}), flush=True)
