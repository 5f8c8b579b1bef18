"""Bring the catalogues up to the sources: `make translations`. With `--check` write nothing and name what is stale.

The text of a catalogue depends on the messages alone (sorted; no dates, line numbers or names of programs), so two
branches meet in it only where both changed the same message. Nothing is guessed: a new message has no translation
until somebody writes one, and a message that has left the sources leaves the catalogues.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
TEMPLATE = HERE / "messages.pot"
SOURCES = ("bot", "core")
# `both` and `head` say a label of a document in its languages; `msgid` marks words that are looked up later.
KEYWORDS = {
    **dict.fromkeys(("gettext", "both", "head", "msgid")),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLURAL_FORMS = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}


def extract() -> Catalog:
    """Return every message of the sources, without translations."""
    template = Catalog(charset="utf-8")
    for folder in SOURCES:
        found = extract_from_dir(
            HERE.parent / folder,
            method_map=[("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
        )
        for _, _, words, comments, context in found:
            template.add(words, auto_comments=comments, context=context)
    return template


def path_of(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Return a catalogue as it stands in its file, or one with a header only."""
    if not path_of(language).exists():
        return read_po(BytesIO(_header(language).encode()), locale=language)
    with path_of(language).open("rb") as source:
        return read_po(source, locale=language)


def merge(template: Catalog, old: Catalog) -> Catalog:
    """Return the messages of the template with the translations that they have already."""
    merged = Catalog(locale=old.locale, charset="utf-8")
    for message in messages(template):
        known = old.get(message.id, message.context)
        merged.add(
            message.id,
            known.string if known and known.id == message.id else "",
            flags=("fuzzy",) if known and known.fuzzy else (),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return merged


def render(catalogue: Catalog, language: str = "") -> str:
    body = BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return f"{_header(language)}\n{body.getvalue().decode().strip()}\n"


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(strings) and not message.fuzzy


def _header(language: str) -> str:
    lines = ["Project-Id-Version: Zharyq", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    lines += ["Content-Transfer-Encoding: 8bit"]
    if language:
        lines += [f"Language: {language}", f"Plural-Forms: {PLURAL_FORMS[language]}"]
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines)


def main(*, check: bool) -> int:
    template = extract()
    catalogues = {language: merge(template, read(language)) for language in PLURAL_FORMS}
    texts = {TEMPLATE: render(template)}
    texts |= {path_of(language): render(catalogue, language) for language, catalogue in catalogues.items()}
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(HERE.parent)} is not up to date: run `make translations`")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text := texts[path], encoding="utf-8")
        print(f"{path.relative_to(HERE.parent)}: {text.count('msgid ') - 1} messages")
    missing = [
        (language, message)
        for language, catalogue in catalogues.items()
        for message in messages(catalogue)
        if not is_translated(message)
    ]
    for language, message in missing:
        print(f"{language} lacks {'(fuzzy) ' if message.fuzzy else ''}{message.id!r}")
    return 1 if missing or (check and stale) else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
