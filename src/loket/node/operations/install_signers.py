"""Take the signers that headquarters brought into the office's log, each after a trial signature.

Certificate, chain and profile were verified when the folder was read; the trial shows that the key signs, and
that what it signs verifies with its certificate.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loket.core.domain.events import DocumentSignerInstalled
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import DocumentSigner
from loket.core.domain.rules import personalisation
from loket.core.domain.terms import Role
from loket.node.operations.act import SYSTEM, By, Desk, Done, perform
from loket.node.operations.node import Node
from loket.node.operations.signer_folder import HeldSigners

if TYPE_CHECKING:
    from loket.node.keys.document_signers import DocumentSigner as HeldSigner

_TRIAL = b"Loket: a trial signature, of no document"


@dataclass(frozen=True, slots=True)
class Installed:
    """Names of signers that the log knows now, and of those whose trial signature failed."""

    installed: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def install_signers(node: Node, held: HeldSigners) -> Installed:
    """Install every signer of the folder that the log does not know yet."""
    with node.store.reading() as reading:
        known = {one.signer for one in reading.select(DocumentSigner, {"office": node.name})}
    installed, broken = [], []
    for signer in held.signers.signers:
        if signer.name in known:
            continue
        if not _signs(node, signer):
            broken.append(signer.name)
        elif isinstance(_install(node, signer), Done):
            installed.append(signer.name)
    return Installed(tuple(installed), tuple(broken))


def _install(node: Node, signer: "HeldSigner") -> Done | Refused:
    usage = signer.terms.usage

    def decide(desk: Desk) -> DocumentSignerInstalled | Refused:
        return personalisation.install_signer(
            officer=desk.officer,
            known=desk.writing.get(DocumentSigner, (node.name, signer.name)),
            signer=signer.name,
            signs_from=int(usage.start.timestamp() * 1000),
            signs_until=int(usage.end.timestamp() * 1000),
            quota=signer.terms.quota,
            certificate=signer.certificate,
        )

    return perform(node, By(SYSTEM, f"signer/{signer.name}"), Role.SYSTEM, decide)


def _signs(node: Node, signer: "HeldSigner") -> bool:
    from loket.core.icao.error import IcaoError
    from loket.core.icao.pki.certificate_view import CertificateView
    from loket.core.icao.pki.signatures import read_public_key, signature_holds
    from loket.node.keys.error import KeysError

    data = _TRIAL + node.random_bytes(16)
    try:
        key = read_public_key(CertificateView.read(signer.certificate).public_key_info)
        return signature_holds(key, signer.algorithm.identifier, data, signer.sign(data))
    except (IcaoError, KeysError):
        return False
