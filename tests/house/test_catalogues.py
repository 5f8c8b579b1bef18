"""Everything a consumer reads exists in Kazakh and in Russian, with the values and the marks of its source."""

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from core.i18n import LANGUAGES, LOCALES
from tests.house.sources import ROOT

TRANSLATED = tuple(language for language in LANGUAGES if language != "en")


def catalogue(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=language)


def texts(either: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (either,) if isinstance(either, str) else tuple(either)


def messages(language: str) -> list[Message]:
    found = [message for message in catalogue(language) if message.id]
    assert found
    return found


def translations(message: Message) -> tuple[str, ...]:
    """Return the forms that are written; that none is missing is a test of its own."""
    return tuple(text for text in texts(message.string) if text)


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def marks(text: str) -> list[str]:
    return sorted(re.findall(r"</?[a-z]+[^>]*>", text))


def test_catalogues_are_up_to_the_sources_and_complete() -> None:
    command = [sys.executable, Path("locales/update.py"), "--check"]

    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_shows_the_values_of_its_source(language: str) -> None:
    different = {}
    for message in messages(language):
        wanted = set().union(*map(values, texts(message.id)))
        # A form that is used for one number only need not repeat it: «один счёт».
        needed = wanted if isinstance(message.id, str) else wanted - {"count"}
        for text in translations(message):
            if not needed <= values(text) <= wanted:
                different[text] = wanted

    assert different == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_markup_of_its_source(language: str) -> None:
    different = [
        text
        for message in messages(language)
        for text in translations(message)
        if marks(text) != marks(texts(message.id)[-1])
    ]

    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_outgrows_its_button(language: str) -> None:
    labels = {
        text
        for message in messages("kk" if language == "en" else language)
        if message.context == "button"
        for text in (texts(message.id) if language == "en" else translations(message))
    }

    assert {label for label in labels if len(label) > 40} == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_placeholder_is_never_given_an_ending(language: str) -> None:
    glued = [
        text
        for message in messages(language)
        for text in translations(message)
        # «1-деңгей»: the hyphen makes an ordinal, and what follows is a word of its own
        if re.search(r"\}(</?[a-z]+>)?(?!-деңгей)-?[а-яёәғқңөұүһі]", text, re.IGNORECASE)
    ]

    assert glued == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    counts = {"kk": ["one", "other"], "ru": ["one", "few", "many"]}[language]

    assert catalogue(language).num_plurals == len(counts)
