"""Headquarters' folder of a country of test keys: authorities, lists, and a bundle for each office.

ledger.json       the country, the last number of a revocation list, serial numbers given, revocations
keys/             private keys of authorities and of the signer of master lists
csca/             certificates of authorities and links
crls/             the batch of revocation lists that counts
offices/OFFICE/   what the office gets: csca, crls, signers (docs/formats/pki.md)

It never lies on a node. Everything in it says TEST.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric import ec

from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.certificates import (
    Authority,
    State,
    document_signer_certificate,
    link_certificate,
    master_list_signer_certificate,
    seal_signer_certificate,
    self_signed_csca,
    serial_number,
)
from loket.core.icao.pki.distinguished_names import DistinguishedName
from loket.core.icao.pki.issuance import AUTONOMY_DAYS, periods_to_issue
from loket.core.icao.pki.master_list import master_list
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.revocation import DAYS_AHEAD, Revocation, lists_signed_ahead
from loket.core.icao.pki.signatures import PublicKey
from loket.node.keys.document_signers import AUTHORITIES, LISTS, SIGNERS, write_terms
from loket.node.keys.error import KeysError
from loket.node.keys.key_files import sync_folder
from loket.node.keys.signing_keys import FileSigningKey, new_elliptic_key, new_rsa_key, write_test_key

RandomBytes = Callable[[int], bytes]

OFFICES: Final = "offices"
SEALS: Final = "seals"
_KEYS: Final = "keys"
_LEDGER: Final = "ledger.json"
_YEAR: Final = timedelta(days=366)
_AUTHORITY_SIGNS: Final = 4 * _YEAR
# 9303-12 §4.1.4.1: as long as it signs, and as whatever it signs is valid.
_AUTHORITY_VALID: Final = 15 * _YEAR
_LONGEST_DOCUMENT: Final = 10 * _YEAR
# 9303-12 §4.1.4.3: a new key waits two days, so that its certificate has arrived.
_IDLE: Final = timedelta(days=2)
_SEAL_SIGNER_SIGNS: Final = _YEAR
_OFFICE: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
_README: Final = """\
TEST KEYS. Everything in this folder was made for tests and demonstrations by `loket pki`.

No passport, no chip and no list signed with these keys is of any State. Trust none of the certificates.
What the folders hold is in docs/formats/pki.md of Loket.
"""


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What headquarters has to remember; serial numbers as hex, moments in ISO 8601."""

    country: str = "ID"
    code: str = "IDN"
    organization: str = "TEST Imigrasi"
    mail: str = "test-keys@example.test"
    crl_addresses: list[str] = field(default_factory=lambda: ["https://crl.example.test/IDN.crl"])
    last_list: int = 0
    serials: list[str] = field(default_factory=list)
    revoked: list[tuple[str, str]] = field(default_factory=list)


class CountryKeys:
    """A country of test keys; `random_bytes` gives the chance of its keys and serial numbers."""

    def __init__(self, folder: Path, ledger: Ledger, random_bytes: RandomBytes) -> None:
        self.folder = folder
        self.ledger = ledger
        self._random_bytes = random_bytes

    @classmethod
    def make(cls, folder: Path, random_bytes: RandomBytes) -> Self:
        """Make an empty country in a folder that does not exist."""
        if folder.exists():
            message = f"{folder.name} exists already"
            raise KeysError(message)
        for part in (_KEYS, AUTHORITIES, LISTS, OFFICES):
            (folder / part).mkdir(parents=True, mode=0o700)
        (folder / "README.txt").write_text(_README, encoding="utf-8")
        country = cls(folder, Ledger(), random_bytes)
        country.save()
        return country

    @classmethod
    def load(cls, folder: Path, random_bytes: RandomBytes) -> Self:
        """Open a country; KeysError if the folder is none."""
        try:
            told = json.loads((folder / _LEDGER).read_text(encoding="utf-8"))
            told["revoked"] = [(str(serial), str(at)) for serial, at in told["revoked"]]
            ledger = Ledger(**told)
        except FileNotFoundError:
            message = f"{folder.name} is not a folder of country keys (it has no {_LEDGER})"
            raise KeysError(message) from None
        except (ValueError, TypeError, KeyError):
            message = f"{_LEDGER} cannot be read"
            raise KeysError(message) from None
        return cls(folder, ledger, random_bytes)

    def save(self) -> None:
        """Write the ledger in one piece."""
        draft = self.folder / f"{_LEDGER}.new"
        draft.write_text(json.dumps(asdict(self.ledger), indent=2) + "\n", encoding="utf-8")
        draft.replace(self.folder / _LEDGER)
        sync_folder(self.folder)

    @property
    def state(self) -> State:
        """What certificates say of the country."""
        it = self.ledger
        return State(code=it.code, mail=it.mail, crl_addresses=tuple(it.crl_addresses))

    def authorities(self) -> tuple[Authority, ...]:
        """Return the authorities, the newest last, each with its key."""
        return tuple(
            Authority(path.read_bytes(), FileSigningKey.load(self.folder / _KEYS / f"{path.stem}.pem"))
            for path in sorted((self.folder / AUTHORITIES).glob("TEST-csca-*.der"))
        )

    def authority(self, now: datetime) -> Authority:
        """Return the newest authority that has waited its two days; the only one need not wait."""
        known = self.authorities()
        if not known:
            message = "there is no country signing authority yet"
            raise KeysError(message)
        waited = [one for one in known if CertificateView.read(one.certificate).valid.start + _IDLE <= now]
        return waited[-1] if waited else known[0]

    def make_authority(self, now: datetime, *, rsa: bool = False) -> Path:
        """Make the first authority, or the next one with its link; return the path of its certificate."""
        known = self.authorities()
        number = len(known) + 1
        name = f"TEST-csca-{number:02}"
        private = new_rsa_key() if rsa else new_elliptic_key(ec.SECP384R1(), self._random_bytes)
        key = write_test_key(self.folder / _KEYS / f"{name}.pem", private)
        certificate = self_signed_csca(
            self.state,
            self._name("TEST CSCA Indonesia"),
            key,
            serial=self._serial(),
            valid=Period(now, now + _AUTHORITY_VALID),
            usage=Period(now, now + _AUTHORITY_SIGNS),
        )
        path = self._write(AUTHORITIES, f"{name}.der", certificate)
        if known:
            link = link_certificate(known[-1], certificate, state=self.state, serial=self._serial(), at=now)
            self._write(AUTHORITIES, f"TEST-link-{number - 1:02}-{number:02}.der", link)
        self.save()
        self._renew_bundles()
        return path

    def sign_lists(self, now: datetime, *, days: int = DAYS_AHEAD) -> tuple[int, int]:
        """Sign the next batch of revocation lists in place of the last; return first and last number."""
        first = self.ledger.last_list + 1
        revoked = [
            Revocation(int(serial, 16), datetime.fromisoformat(at)) for serial, at in self.ledger.revoked
        ]
        batch = lists_signed_ahead(
            self.authority(now), first_number=first, start=now, revoked=revoked, days=days
        )
        # The numbers are spent before a list exists: none is ever given twice.
        self.ledger.last_list = first + len(batch) - 1
        self.save()
        earlier = list((self.folder / LISTS).glob("*.crl"))
        for number, one in enumerate(batch, first):
            self._write(LISTS, f"TEST-{number:06}.crl", one)
        for path in earlier:
            path.unlink()
        self._renew_bundles()
        return first, self.ledger.last_list

    def revoke(self, serial: int, now: datetime) -> None:
        """Remember a revocation; it takes effect with the next batch. KeysError for a number never given."""
        text = f"{serial:x}"
        if text not in self.ledger.serials:
            message = "no certificate of this country has that serial number"
            raise KeysError(message)
        if text not in {one for one, _ in self.ledger.revoked}:
            self.ledger.revoked.append((text, now.astimezone(UTC).isoformat()))
            self.save()

    def issue_signers(
        self,
        office: str,
        now: datetime,
        *,
        quota: int,
        document_types: Iterable[str] = ("P",),
        autonomy: int = AUTONOMY_DAYS,
        token_key: PublicKey | None = None,
    ) -> tuple[str, ...]:
        """Issue the signers that the office needs to sign alone; return their names, if any.

        With `token_key`, the public half of a key in the office's token, the next signer is that key.
        """
        bundle, types = self.bundle(office), tuple(document_types)
        held = [CertificateView.read(path.read_bytes()) for path in sorted((bundle / SIGNERS).glob("*.der"))]
        revoked = {one for one, _ in self.ledger.revoked}
        periods = [one.usage for one in held if one.usage is not None and f"{one.serial:x}" not in revoked]
        needed = periods_to_issue(periods, now=now, autonomy=autonomy)
        names = []
        for number, usage in enumerate(needed if token_key is None else needed[:1], len(held) + 1):
            name = f"TEST-ds-{office}-{number:03}"
            key = self._new_key(bundle / SIGNERS / f"{name}.pem") if token_key is None else token_key
            certificate = self._signer_certificate(name, key, now, usage, types)
            (bundle / SIGNERS / f"{name}.toml").write_text(write_terms(quota), encoding="utf-8")
            (bundle / SIGNERS / f"{name}.der").write_bytes(certificate)
            names.append(name)
        self.save()
        self._renew_bundles()
        return tuple(names)

    def issue_seal_signer(self, office: str, letters: str, now: datetime) -> str:
        """Issue a signer of seals for the office, named by `letters` in every seal; return its name."""
        folder = self.bundle(office) / SEALS
        folder.mkdir(mode=0o700, exist_ok=True)
        name = f"TEST-seal-{letters}-{len(list(folder.glob('*.der'))) + 1:02}"
        key = write_test_key(folder / f"{name}.pem", new_elliptic_key(ec.SECP256R1(), self._random_bytes))
        certificate = seal_signer_certificate(
            self.authority(now),
            key.public_key,
            country=self.ledger.country,
            letters=letters,
            serial=self._short_serial(),
            valid=Period(now, now + _SEAL_SIGNER_SIGNS + _LONGEST_DOCUMENT),
        )
        (folder / f"{name}.der").write_bytes(certificate)
        self.save()
        return name

    def sign_master_list(self, now: datetime, others: Sequence[bytes] = ()) -> Path:
        """Sign a master list of this country's authorities and links and of other certificates (DER)."""
        authority = self.authority(now)
        number = len(list((self.folder / _KEYS).glob("TEST-ml-*.pem"))) + 1
        name = f"TEST-ml-{number:02}"
        private = new_elliptic_key(ec.SECP256R1(), self._random_bytes)
        key = write_test_key(self.folder / _KEYS / f"{name}.pem", private)
        signer = master_list_signer_certificate(
            authority,
            key.public_key,
            state=self.state,
            name=self._name("TEST Master List Signer"),
            serial=self._serial(),
            valid=Period(now, now + _YEAR),
        )
        own = [path.read_bytes() for path in sorted((self.folder / AUTHORITIES).glob("*.der"))]
        signed = master_list([*own, *others], signer=signer, authority=authority.certificate, key=key, at=now)
        self.save()
        path = self.folder / "TEST-master-list.ml"
        path.write_bytes(signed)
        return path

    def bundle(self, office: str) -> Path:
        """Return the folder of what an office gets, made if need be; KeysError for a name that is none."""
        if not _OFFICE.fullmatch(office):
            message = "the name of an office is small letters, digits and hyphens"
            raise KeysError(message)
        folder = self.folder / OFFICES / office
        for part in (AUTHORITIES, LISTS, SIGNERS):
            (folder / part).mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def _new_key(self, path: Path) -> PublicKey:
        return write_test_key(path, new_elliptic_key(ec.SECP256R1(), self._random_bytes)).public_key

    def _signer_certificate(
        self, name: str, key: PublicKey, now: datetime, usage: Period, types: tuple[str, ...]
    ) -> bytes:
        return document_signer_certificate(
            self.authority(now),
            key,
            state=self.state,
            name=self._name(name.replace("TEST-ds-", "TEST DS ")),
            serial=self._serial(),
            valid=Period(now, usage.end + _LONGEST_DOCUMENT),
            usage=usage,
            document_types=types,
        )

    def _renew_bundles(self) -> None:
        """Give every office the certificates and the lists that count now."""
        for office in sorted((self.folder / OFFICES).iterdir()):
            for part in (AUTHORITIES, LISTS):
                target = office / part
                names = {path.name for path in (self.folder / part).iterdir()}
                for path in sorted((self.folder / part).iterdir()):
                    shutil.copyfile(path, target / path.name)
                for path in target.iterdir():
                    if path.name not in names:
                        path.unlink()
                sync_folder(target)

    def _write(self, part: str, name: str, data: bytes) -> Path:
        path = self.folder / part / name
        path.write_bytes(data)
        return path

    def _name(self, common_name: str) -> DistinguishedName:
        it = self.ledger
        return DistinguishedName(country=it.country, organization=it.organization, common_name=common_name)

    def _serial(self) -> int:
        return self._unused(lambda: serial_number(self._random_bytes(16)))

    def _short_serial(self) -> int:
        # 9303-13 §2.2: a seal of version 3 names the certificate by five hexadecimal digits.
        return self._unused(lambda: 0x10000 + int.from_bytes(self._random_bytes(8), "big") % 0xF0000)

    def _unused(self, draw: Callable[[], int]) -> int:
        # 9303-12 §7.1.1.5: serial numbers are never used again.
        while f"{(serial := draw()):x}" in self.ledger.serials:
            continue
        self.ledger.serials.append(f"{serial:x}")
        self.save()  # before it is used: what is not in the ledger cannot be revoked
        return serial
