"""The picture of two years: its size, its bytes, and that what it has to show is on it."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

from core.documents import fonts, ink, usage_chart
from core.documents.ink import LINE, PALE, PALETTE, STRONG
from core.documents.scale import scale_of
from core.documents.usage_chart import HEIGHT, WIDTH, draw
from core.i18n import LANGUAGES
from core.period import Period
from tests.house.test_catalogues import messages, translations

LIMIT = 20_000
KAZAKH = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
NOTHING: list[int | None] = [None] * 24


def facts(
    volumes: list[int | None], estimated: tuple[int, ...] = (), language: str = "kk", last: Period = Period(2026, 10)
) -> dict[str, Any]:
    first = last.plus(1 - len(volumes))
    known = [volume for volume in volumes[12:] if volume is not None]
    return {
        "language": language,
        "months": [[first.plus(at).index, volume, int(at in estimated)] for at, volume in enumerate(volumes)],
        "mean": sum(known) // len(known) if len(known) > 1 else None,
    }


def two_years(unit: int = 1000) -> list[int | None]:
    return [(150 + at * 37 % 300) * unit for at in range(24)]


def plane(png: bytes) -> Image.Image:
    """Return the picture as indices of the palette."""
    image = Image.open(io.BytesIO(png))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (WIDTH, HEIGHT))
    return image


def count(image: Image.Image, colour: int, box: tuple[int, int, int, int] = (0, 100, WIDTH, HEIGHT)) -> int:
    return image.crop(box).histogram()[colour]


AWKWARD = {
    "nothing": facts(NOTHING),
    "one month": facts([*NOTHING[1:], 152_000]),
    "no use at all": facts([0] * 24),
    "a year": facts([*NOTHING[12:], *two_years()[12:]]),
    "gaps": facts([None if at % 3 else at * 9000 for at in range(24)]),
    "very little": facts([at * 10 for at in range(24)]),
    "megawatt hours": facts(two_years(10**6)),
    "gigawatt hours": facts(two_years(10**9)),
    "more than there is": facts([2**62 - at for at in range(24)]),
    "recalculated below zero": facts([-50_000 if at in (5, 20) else 200_000 for at in range(24)]),
    "all below zero": facts([-(at + 1) * 1000 for at in range(24)]),
    "all estimated": facts(two_years(), tuple(range(24))),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", AWKWARD)
def test_whatever_there_is_makes_a_small_picture(case: str, language: str) -> None:
    png = draw(AWKWARD[case] | {"language": language})

    assert len(png) <= LIMIT
    assert plane(png).getextrema()[1] < len(PALETTE)


@settings(max_examples=40)
@given(
    st.lists(st.none() | st.integers(-(10**12), 10**12) | st.integers(0, 10**6), min_size=24, max_size=24),
    st.sets(st.integers(0, 23)),
    st.sampled_from(LANGUAGES),
    st.integers(1, 12),
)
def test_any_two_years_make_a_small_picture(
    volumes: list[int | None], estimated: set[int], language: str, month: int
) -> None:
    png = draw(facts(volumes, tuple(estimated), language, Period(2026, month)))

    assert len(png) <= LIMIT
    assert plane(png).size == (WIDTH, HEIGHT)


def test_equal_facts_give_equal_bytes_in_any_thread() -> None:
    case = facts(two_years(), (3, 20))
    first = draw(case)
    ink._word.cache_clear()
    usage_chart._base.cache_clear()

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: draw(case), range(12))) == {first}


def test_the_years_stand_side_by_side() -> None:
    both, alone = plane(draw(facts(two_years()))), plane(draw(AWKWARD["a year"]))

    assert count(both, STRONG) > 5_000
    assert count(both, PALE) > 5_000
    assert count(alone, PALE) == 0


def test_a_bar_is_as_high_as_its_volume() -> None:
    volumes = [None] * 22 + [100_000, 200_000]
    image = plane(draw(facts(volumes) | {"mean": None}))

    columns = [[image.getpixel((x, y)) for y in range(100, 372)].count(STRONG) for x in range(WIDTH)]
    low, high = sorted({height for height in columns if height > 20})[-2:]

    assert high == pytest.approx(2 * low, abs=4)


def test_estimated_months_are_hatched() -> None:
    plain, hatched = (plane(draw(facts([200_000] * 24, guess))) for guess in ((), tuple(range(12, 24))))

    assert count(hatched, PALE) == count(plain, PALE)
    assert 0.3 < count(hatched, STRONG) / count(plain, STRONG) < 0.85


def test_the_mean_is_a_line_across() -> None:
    image = plane(draw(facts(two_years())))
    rows = [count(image, LINE, (0, y, WIDTH, y + 1)) for y in range(100, 372)]

    assert max(rows) > 300
    assert sum(row > 0 for row in rows) == 3
    assert count(plane(draw(AWKWARD["one month"])), LINE) == 0


def test_months_below_zero_hang_from_the_axis() -> None:
    image = plane(draw(AWKWARD["all below zero"]))

    assert count(image, STRONG, (0, 100, WIDTH, 116)) == 0
    assert count(image, STRONG, (0, 116, WIDTH, 372)) > 5_000


def test_each_language_has_its_own_words() -> None:
    pictures = {draw(facts(two_years(), (20,), language)) for language in LANGUAGES}

    assert len(pictures) == 3


def test_letters_are_large_enough_for_a_phone() -> None:
    assert min(usage_chart._TEXT, usage_chart._TITLE) >= 20


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the ratio of WCAG 2: 4.5 is asked of text, 3 of what a drawing says."""

    def luminance(colour: tuple[int, ...]) -> float:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("colour", "least"), [(ink.INK, 12), (STRONG, 5), (LINE, 4.5), (ink.AXIS, 4.5), (PALE, 2.7)])
def test_it_reads_on_its_own_paper(colour: int, least: float) -> None:
    assert contrast(PALETTE[colour], PALETTE[ink.PAPER]) >= least


def test_the_two_years_are_told_apart_without_colour() -> None:
    assert contrast(PALETTE[STRONG], PALETTE[PALE]) > 1.8


@pytest.mark.parametrize("path", [fonts.REGULAR, fonts.BOLD], ids=["regular", "bold"])
def test_the_fonts_have_every_letter(path: Any) -> None:
    font = ImageFont.truetype(str(path), 22)
    missing = bytes(font.getmask("\U0010fffe"))
    wanted = set(KAZAKH + "₸₽№·–—«»…0123456789%×" + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    for language in ("kk", "ru"):
        wanted |= {sign for each in messages(language) if not each.context for text in translations(each)
                   for sign in text if sign.isalpha() and sign.isprintable()}  # fmt: skip

    assert {sign for sign in wanted if bytes(font.getmask(sign)) == missing} == set()


def test_the_fonts_come_with_their_licence() -> None:
    licence = fonts.REGULAR.with_name("OFL.txt").read_text(encoding="utf-8")

    assert "SIL OPEN FONT LICENSE" in licence
    assert "Copyright 2015 Google" in licence


def test_no_heavy_library_draws_it() -> None:
    program = (
        "import sys; from core.documents.usage_chart import draw; "
        "draw({'language': 'ru', 'months': [[202601, None, 0]] * 24, 'mean': None}); "
        "print([name for name in ('matplotlib', 'numpy', 'reportlab') if name in sys.modules])"
    )

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"


@given(st.lists(st.integers(-(10**15), 10**15), max_size=24))
def test_a_scale_holds_every_value_in_a_few_round_steps(values: list[int]) -> None:
    scale = scale_of(values)

    assert 1 <= len(scale.ticks) - 1 <= 5
    assert 0 in scale.ticks
    assert all(0 <= scale.share(value) <= 1 for value in values)
    assert str(scale.step).rstrip("0") in ("1", "2", "5")
