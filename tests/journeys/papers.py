"""The PDFs that a person holds, as text and as pictures."""

import shutil
import subprocess
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from sandbox import Person

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def pdf_in(person: Person, name: str = "") -> bytes:
    """Return the newest PDF of the bot, or the newest whose name contains `name`."""
    for line in reversed(person.history):
        if not line.mine and line.file_name.endswith(".pdf") and name in line.file_name:
            data: bytes = person.world.files[line.message.content["document"]["file_id"]].data
            return data
    raise AssertionError(f"{person.name} has no such PDF: {[line.file_name for line in person.history]}")


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF as pdftotext reads it, with plain spaces."""
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return text.replace("\u00a0", " ")


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    return words_of(pdf).split("\f")[:-1]


def codes_on(pdf: bytes) -> list[str]:
    """Return what the QR codes of the first page say, at the resolution of a plain scan."""
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", "-"]
    page = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    with Image.open(BytesIO(page)) as image:
        return [code.text for code in zxingcpp.read_barcodes(image)]
