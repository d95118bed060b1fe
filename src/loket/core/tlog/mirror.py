"""The messages of add-entries (draft c2sp.org/tlog-mirror), and verifying what they carry.

An upload of the entries [start, end) is cut at multiples of 256 into packages. Each carries a proof from the
subtree that begins at its multiple of 256 to the checkpoint of size `end`, so that it can be verified and
stored by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from loket.core.tlog import checkpoint, merkle, note
from loket.core.tlog.error import TlogError
from loket.core.tlog.merkle import HASH_BYTES, MAX_SIZE, HashAt
from loket.core.tlog.tiles import TILE_WIDTH, encode_bundle

MAX_PACKAGES_PER_REQUEST = 32
"""tlog-mirror, "Implementation Considerations": what a client should send at once."""

MAX_PROOF_HASHES = 63
_MAX_TICKET_BYTES = 65_535


@dataclass(frozen=True, slots=True)
class UploadHeader:
    """What an upload says first: whose entries, which of them, and the mirror's own opaque ticket."""

    origin: str
    start: int
    end: int
    ticket: bytes = b""


@dataclass(frozen=True, slots=True)
class PackageRange:
    """One package of the canonical sequence: the entries [start, end) of the subtree [subtree_start, end)."""

    subtree_start: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EntryPackage:
    """The encoded entries of a range, and the proof from its subtree to the checkpoint."""

    place: PackageRange
    entries: tuple[bytes, ...]
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class MirrorInfo:
    """What a mirror answers with 202 and 409: a valid pending size, its next entry, and a ticket."""

    size: int
    next_entry: int
    ticket: bytes = b""


def encode_header(header: UploadHeader) -> bytes:
    """Return the bytes before the packages."""
    origin = header.origin.encode()
    if not 0 < len(origin) <= 65_535 or len(header.ticket) > _MAX_TICKET_BYTES:
        raise TlogError("origin or ticket does not fit its 16-bit length")
    if not 0 <= header.start <= header.end <= MAX_SIZE:
        raise TlogError(f"there are no entries [{header.start}, {header.end})")
    return b"".join(
        (
            len(origin).to_bytes(2, "big"),
            origin,
            header.start.to_bytes(8, "big"),
            header.end.to_bytes(8, "big"),
            len(header.ticket).to_bytes(2, "big"),
            header.ticket,
        ),
    )


def packages_of(start: int, end: int) -> Iterator[PackageRange]:
    """Yield the canonical sequence of packages for the entries [start, end)."""
    while start < end:
        subtree_start = start - start % TILE_WIDTH
        stop = min(end, subtree_start + TILE_WIDTH)
        yield PackageRange(subtree_start, start, stop)
        start = stop


def encode_package(package: EntryPackage) -> bytes:
    """Return the bytes of a package."""
    if len(package.entries) != package.place.end - package.place.start:
        raise TlogError("package does not hold the entries of its range")
    if len(package.proof) > MAX_PROOF_HASHES or any(len(one) != HASH_BYTES for one in package.proof):
        raise TlogError("package's proof has more than 63 hashes, or one that is not 32 bytes")
    return encode_bundle(package.entries) + bytes((len(package.proof),)) + b"".join(package.proof)


def make_package(place: PackageRange, entries: Sequence[bytes], size: int, hash_at: HashAt) -> EntryPackage:
    """Return the package of these encoded entries with its proof to the tree of `size`."""
    proof = merkle.subtree_consistency_proof(place.subtree_start, place.end, size, hash_at)
    return EntryPackage(place, tuple(entries), proof)


def verify_package(
    package: EntryPackage,
    earlier: Sequence[bytes],
    size: int,
    root: bytes,
) -> tuple[bytes, ...]:
    """Return the leaf hashes of the package's entries; TlogError (status 422) unless they are in the tree.

    `earlier`: the leaf hashes [subtree_start, start) that the mirror already holds; `size`, `root`: the
    checkpoint at the upload's end.
    """
    return verify_subtree(package, earlier, size, root)[0]


def verify_subtree(
    package: EntryPackage,
    earlier: Sequence[bytes],
    size: int,
    root: bytes,
) -> tuple[tuple[bytes, ...], bytes]:
    """As `verify_package`; also return the hash of the subtree [subtree_start, end)."""
    place = package.place
    if len(earlier) != place.start - place.subtree_start:
        raise TlogError(f"{len(earlier)} earlier hashes do not lead up to entry {place.start}")
    hashes = [sha256(b"\x00" + entry).digest() for entry in package.entries]
    subtree = merkle.root([*earlier, *hashes] if earlier else hashes)
    merkle.verify_subtree_consistency(place.subtree_start, place.end, size, subtree, package.proof, root)
    return tuple(hashes), subtree


class UploadReader:
    """Reads an add-entries body as it arrives: `feed` it chunks, take its `header`, then its `packages`.

    It holds at most what was fed and not taken, and of that at most one package that is not complete.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._at = 0  # where in the buffer the next length stands
        self._header: UploadHeader | None = None
        self._ranges: Iterator[PackageRange] = iter(())
        self._place: PackageRange | None = None
        self._entries: list[bytes] = []

    @property
    def is_complete(self) -> bool:
        """Whether every package of the canonical sequence was taken."""
        return self._header is not None and self._place is None

    def feed(self, chunk: bytes) -> None:
        """Take in the next bytes of the body."""
        del self._buffer[: self._at]
        self._at = 0
        self._buffer += chunk

    def header(self) -> UploadHeader | None:
        """Return the header, or None while it has not arrived; TlogError (status 400) when malformed."""
        if self._header is None:
            self._header = self._read_header()
            if self._header is not None:
                self._ranges = packages_of(self._header.start, self._header.end)
                self._place = next(self._ranges, None)
        return self._header

    def packages(self) -> Iterator[EntryPackage]:
        """Yield the packages that have arrived whole; TlogError for a malformed one, or bytes after all."""
        if self.header() is None:
            return
        while self._place is not None:
            package = self._read_package(self._place)
            if package is None:
                return
            self._place = next(self._ranges, None)
            self._entries = []
            yield package
        if self._at < len(self._buffer):
            raise TlogError("upload goes on after its last package")

    def _read_header(self) -> UploadHeader | None:
        buffer = self._buffer
        origin_end = 2 + int.from_bytes(buffer[:2], "big")
        ticket_start = origin_end + 18
        if len(buffer) < ticket_start:
            return None
        ticket_end = ticket_start + int.from_bytes(buffer[ticket_start - 2 : ticket_start], "big")
        if len(buffer) < ticket_end:
            return None
        try:
            origin = buffer[2:origin_end].decode()
        except UnicodeDecodeError:
            raise TlogError("upload's origin is not UTF-8") from None
        start = int.from_bytes(buffer[origin_end : origin_end + 8], "big")
        end = int.from_bytes(buffer[origin_end + 8 : origin_end + 16], "big")
        if not origin or not start <= end <= MAX_SIZE:
            raise TlogError("upload's origin is empty, or its end comes before its start")
        self._at = ticket_end
        return UploadHeader(origin, start, end, bytes(buffer[ticket_start:ticket_end]))

    def _read_package(self, place: PackageRange) -> EntryPackage | None:
        buffer, at, entries = self._buffer, self._at, self._entries
        missing = place.end - place.start - len(entries)
        last = len(buffer)
        with memoryview(buffer) as view:  # a slice of it is copied once
            while missing:
                start = at + 2
                stop = start + (buffer[at] << 8 | buffer[at + 1]) if start <= last else last + 1
                if stop > last:
                    self._at = at
                    return None
                entries.append(view[start:stop].tobytes())
                at = stop
                missing -= 1
        self._at = at
        if at >= len(buffer):
            return None
        count = buffer[at]
        if count > MAX_PROOF_HASHES:
            raise TlogError(f"proof of {count} hashes; at most {MAX_PROOF_HASHES} are read")
        stop = at + 1 + count * HASH_BYTES
        if stop > len(buffer):
            return None
        proof = tuple(bytes(buffer[i : i + HASH_BYTES]) for i in range(at + 1, stop, HASH_BYTES))
        self._at = stop
        return EntryPackage(place, tuple(entries), proof)


def encode_mirror_info(info: MirrorInfo) -> bytes:
    """Return the body of a 202 or 409, of type text/x.tlog.mirror-info."""
    return f"{info.size}\n{info.next_entry}\n{note.to_base64(info.ticket)}\n".encode()


def parse_mirror_info(body: bytes) -> MirrorInfo:
    """Read the body of a 202 or 409."""
    if len(body) > 2 * _MAX_TICKET_BYTES or not body.isascii():
        raise TlogError("mirror info is too long or not ASCII")
    lines = body.decode("ascii").split("\n")
    if len(lines) != 4 or lines[3]:
        raise TlogError("mirror info is not three lines")
    ticket = note.from_base64(lines[2])
    if len(ticket) > _MAX_TICKET_BYTES:
        raise TlogError("mirror's ticket is too long")
    return MirrorInfo(checkpoint.parse_size(lines[0]), checkpoint.parse_size(lines[1]), ticket)
