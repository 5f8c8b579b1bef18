"""A package as it lies there, a folder or a zip: opened with distrust, read as a stream, hashed on the way.

Names that lead out of the package, links, encrypted and overgrown files are refused.
"""

import gzip
import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol, cast

from core.exchange.manifest import MAX_BYTES, File, Manifest, PackageRefused

MANIFEST = "manifest.json"
BLOCK = 1 << 17  # with larger ones the cells of a block no longer fit the processor's cache
# Real data shrink ten to thirty times; a bomb a thousand times.
FREE_BYTES = 16 << 20
MAX_RATIO = 150
MAX_ENTRIES = 200
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Place(Protocol):
    """Where the files lie."""

    def names(self) -> list[str]: ...

    def size(self, name: str) -> int: ...

    def open(self, name: str) -> IO[bytes]: ...

    def close(self) -> None: ...


class Package:
    def __init__(self, place: Place) -> None:
        self._place = place
        if MANIFEST not in place.names():
            raise PackageRefused("no_manifest", f"there is no {MANIFEST} in the package")
        if place.size(MANIFEST) > MAX_BYTES:
            raise PackageRefused("manifest", "the manifest is larger than any manifest")
        try:
            with place.open(MANIFEST) as file:
                body = file.read(MAX_BYTES)
        except DAMAGE as error:
            raise PackageRefused("damaged", "the manifest is damaged or cut off") from error
        self.manifest = Manifest.read(body)

    def strangers(self) -> list[str]:
        """Return the names of files that the manifest does not know."""
        known = {file.name for file in self.manifest.files} | {MANIFEST, "errors.csv"}
        return sorted(name for name in self._place.names() if name not in known)

    def blocks(self, file: File) -> Iterator[bytes]:
        """Yield the unpacked bytes of a file; at its end the hash is compared.

        :raises PackageRefused: not there, damaged, grown beyond measure, or not the file of the manifest
        """
        if file.name not in self._place.names():
            raise PackageRefused("missing_file", "the manifest names a file that is not there", file=file.name)
        try:
            with self._place.open(file.name) as packed:
                hashed = _Hashed(packed)
                yield from _unpacked(hashed, file.name)
                hashed.drain()
        except DAMAGE as error:
            raise PackageRefused("damaged", "the file is damaged or cut off", file=file.name) from error
        if hashed.hexdigest() != file.sha256.lower():
            raise PackageRefused("sha256", "the file is not the one that the manifest describes", file=file.name)


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open a package.

    :raises PackageRefused: it is not one, or not one to be trusted
    """
    place = _place(path)
    try:
        yield Package(place)
    finally:
        place.close()


def _place(path: Path) -> Place:
    if path.is_dir():
        return _Folder(path)
    if not path.is_file():
        raise PackageRefused("no_package", f"{path}: there is no such folder or file", file="")
    try:
        return _Zip(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise PackageRefused("no_package", f"{path}: neither a folder nor a zip file", file="") from error


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._names = [entry.name for entry in path.iterdir() if not entry.is_dir()]
        for name in self._names:
            if (path / name).is_symlink():
                raise PackageRefused("link", "a link instead of a file", file=name)

    def names(self) -> list[str]:
        return self._names

    def size(self, name: str) -> int:
        return (self._path / name).stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return (self._path / name).open("rb", buffering=0)

    def close(self) -> None:
        """Nothing is held open."""


class _Zip:
    """A zip; all files may stand in one folder within it. Windows writes `\\` into names, macOS adds `__MACOSX`."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        entries = [entry for entry in self._zip.infolist() if not _name(entry).endswith("/")]
        if len(entries) > MAX_ENTRIES:
            raise PackageRefused("too_many_files", "the zip has more files than any package", file=path.name)
        for entry in entries:
            _check_entry(entry)
        named = [(_name(entry), entry) for entry in entries]
        folders = {folder for folder, _, name in (path.rpartition("/") for path, _ in named) if name == MANIFEST}
        prefix = folders.pop() + "/" if len(folders) == 1 else ""
        self._entries = {path.removeprefix(prefix.lstrip("/")): entry for path, entry in named}
        if len(self._entries) < len(entries):
            raise PackageRefused("name_twice", "the zip has two files of one name", file=path.name)

    def names(self) -> list[str]:
        return list(self._entries)

    def size(self, name: str) -> int:
        return self._entries[name].file_size

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(self._entries[name])

    def close(self) -> None:
        self._zip.close()


def _name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = _name(entry)
    if name.startswith("/") or ":" in name or ".." in name.split("/") or "\0" in name:
        raise PackageRefused("path", "the name of a file in the zip leads out of it", file="zip")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise PackageRefused("link", "a link instead of a file", file="zip")
    if entry.flag_bits & 1:
        raise PackageRefused("encrypted", "a file in the zip is encrypted", file="zip")
    if entry.compress_type not in PACKINGS:  # Windows packs what is over 2 GB in a way of its own
        raise PackageRefused("packing", "the zip is packed in an unusual way: pack each file with gzip", file="zip")
    if entry.file_size > FREE_BYTES + MAX_RATIO * entry.compress_size:
        raise PackageRefused("bomb", "a file in the zip unpacks to far more than any data would", file="zip")


class _Hashed:
    """A stream that remembers the hash and the length of what was read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.length = 0

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self._hash.update(block)
        self.length += len(block)
        return block

    def drain(self) -> None:
        while self.read(BLOCK):
            pass

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _unpacked(packed: _Hashed, name: str) -> Iterator[bytes]:
    if not name.endswith(".gz"):
        while block := packed.read(BLOCK):
            yield block
        return
    length = 0
    with gzip.GzipFile(fileobj=cast(IO[bytes], packed)) as file:
        while block := file.read(BLOCK):
            length += len(block)
            if length > FREE_BYTES + MAX_RATIO * packed.length:
                raise PackageRefused("bomb", "the file unpacks to far more than any data would", file=name)
            yield block
