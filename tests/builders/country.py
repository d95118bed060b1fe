"""An office and a centre that know each other's keys, and what lies between them carried by hand."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from builders.nodes import DOMAIN, Clock, by, enrol_officers, make_node
from builders.people import a_walkin, an_old_passport
from loket.core.domain import events as e
from loket.core.domain.prevention import List, ListedPerson
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.children import is_for_child
from loket.core.domain.rules.counter import missing_papers
from loket.core.domain.rules.old_passport import WITH_OLD_PASSPORT
from loket.core.domain.terms import (
    Advice,
    DocumentKind,
    HitDecision,
    MatchGround,
    Recipient,
    ReportFinding,
    Role,
    Service,
    Stage,
)
from loket.core.tlog.checkpoint import Checkpoint
from loket.core.tlog.entry import decode
from loket.core.tlog.note import Ed25519Signer
from loket.node.devices.fingers import SimulatedScanner
from loket.node.keys.trust import TrustedNode, TrustRoot, make_trust
from loket.node.operations.act import SYSTEM, By, Done
from loket.node.operations.adjudicate_hit import adjudicate_hit
from loket.node.operations.allocate_booklet import allocate_booklet
from loket.node.operations.approve_application import approve_application
from loket.node.operations.archive_file import archive_file
from loket.node.operations.check_documents import check_documents
from loket.node.operations.cut_off import put_in_force
from loket.node.operations.forget_case import forget_case
from loket.node.operations.grant_headquarters_role import grant_headquarters_role
from loket.node.operations.hand_over import AtTheCounter, hand_over
from loket.node.operations.issue_billing_code import issue_billing_code
from loket.node.operations.look_up_prevention_list import look_up_prevention_list
from loket.node.operations.node import Node
from loket.node.operations.print_data_page import print_data_page
from loket.node.operations.publish_prevention_list import publish_prevention_list
from loket.node.operations.read_log import read_log
from loket.node.operations.read_old_passport import read_old_passport
from loket.node.operations.receive_shipment import receive_shipment
from loket.node.operations.record_interview import record_interview
from loket.node.operations.record_payment import record_payment
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.scan_document import scan_document
from loket.node.operations.ship_booklets import ship_booklets
from loket.node.operations.take_fingerprints import take_fingerprints
from loket.node.operations.take_photo import take_photo
from loket.node.operations.take_signature import take_signature
from loket.node.operations.write_interview_report import write_interview_report
from loket.node.papers.drawings import draw_portrait, draw_scan, draw_signature

HQ = "hq-sari"
ANOTHER = {
    "nik": "7604110203850007",
    "full_name": "Andi Contoh",
    "primary_identifier": "Contoh",
    "secondary_identifier": "Andi",
    "birth_date": date(1985, 3, 2),
}
SCANNER = SimulatedScanner(7, size=(60, 80))
CENTRE_LOGS = ("national", "staff", "to-polman", "to-majene")


@dataclass
class Country:
    """One clock, one office (or two), one centre, and headquarters' offline TEST keys."""

    folder: Path
    clock: Clock
    office: Node
    centre: Node
    signers: tuple[Ed25519Signer, ...]

    def close(self) -> None:
        self.office.store.close()
        self.centre.store.close()


def make_country(folder: Path, *, alias: str = "") -> Country:
    """`alias`: the centre's database, where it is not SQLite."""
    clock = Clock()
    office = make_node(folder / "polman", clock=clock)
    centre = make_node(
        folder / "centre", name="centre", role="centre", clock=clock, logs=CENTRE_LOGS, alias=alias
    )
    signers = tuple(
        Ed25519Signer(f"{DOMAIN}/headquarters/TEST{n}", Ed25519PrivateKey.generate()) for n in (1, 2, 3)
    )
    country = Country(folder, clock, office, centre, signers)
    root = TrustRoot(
        version=1,
        threshold=2,
        signers=tuple(signer.vkey for signer in signers),
        nodes=(TrustedNode.of(office.keys.public()), TrustedNode.of(centre.keys.public())),
    )
    keep_trust(root, signers, office, centre)
    grant_headquarters_role(centre, By(SYSTEM, "enrol/hq"), officer=HQ, name="Sari")
    enrol_officers(office)
    return country


def keep_trust(root: TrustRoot, signers: tuple[Ed25519Signer, ...], *nodes: Node) -> bytes:
    note = make_trust(root, *signers[: root.threshold])
    for node in nodes:
        with node.store.writing() as writing:
            put_in_force(node, writing, root, note)
    return note


def hq() -> By:
    return by(HQ)


# --- what the exchange does over the network, by hand


def push(office: Node, centre: Node, *, keys: bool = True) -> None:
    """Carry the office's own log, its files and (unless the link is slow) its case keys to the centre."""
    with office.store.reading() as here, centre.store.writing() as there:
        for head in here.heads():
            if head.own:
                _copy(here, there, head)
        unacked = here.case_keys_unacked(centre.name, 1000) if keys else []
        for key in unacked:
            there.put_case_key(office.name, key.case, centre.name, key.wrapped)
    _carry_blobs(office, centre)


def pull(office: Node, centre: Node) -> None:
    """Carry the centre's national log and its log to this office, and read them."""
    with centre.store.reading() as there:
        wanted = (f"{DOMAIN}/centre/{centre.incarnation}/national", centre.origin(f"to-{office.name}"))
        heads = [head for head in there.heads() if head.origin in wanted]
        with office.store.writing() as here:
            for head in heads:
                _copy(there, here, head)
    _carry_blobs(centre, office)
    for head in heads:
        read_log(office, Checkpoint(head.origin, head.size, head.root))


def _copy(source, target, head) -> None:
    held = target.open_log(head.origin, head.owner_node, own=False)
    entries = list(source.entries(head.origin, held.size, head.size))
    hashes = list(source.leaf_hashes(head.origin, held.size, head.size))
    if entries:
        target.store_foreign(head.origin, held.size, entries, hashes)


def _carry_blobs(source: Node, target: Node) -> None:
    with source.store.reading() as reading:
        own = [head for head in reading.heads() if head.own]
        names = [
            ref.sha256.hex()
            for head in own
            for data in reading.entries(head.origin, 0, head.size)
            for ref in decode(data).blobs
        ]
    for name in names:
        if not target.blobs.has(name):
            target.blobs.put(source.blobs.get(name))


# --- acts


def publish_list(
    country: Country, version: int = 1, *, persons: tuple[ListedPerson, ...] = (), as_of: int = 0
):
    published = List(version=version, as_of=as_of or country.clock.now, persons=persons)
    return done(publish_prevention_list(country.centre, hq(), published))


_SERIES = {DocumentKind.ORDINARY: "X", DocumentKind.ELECTRONIC: "E", DocumentKind.EMERGENCY: "S"}


def ship(
    country: Country,
    *,
    shipment: str = "s1",
    first: int = 1,
    last: int = 5,
    kind: DocumentKind = DocumentKind.ORDINARY,
):
    return ship_booklets(
        country.centre,
        hq(),
        country.office.name,
        shipment=shipment,
        kind=kind,
        series=_SERIES[kind],
        digits=7,
        first=first,
        last=last,
    )


def supplied(country: Country, *, kind: DocumentKind = DocumentKind.ORDINARY) -> None:
    """The office has read a list and holds five blanks of a kind."""
    publish_list(country)
    done(ship(country, kind=kind))
    pull(country.office, country.centre)
    done(receive_shipment(country.office, by("budi"), shipment="s1", counted=5, second_officer="tini"))


def done(result: Done | Refused) -> Done:
    assert isinstance(result, Done), result
    return result


def the_row(node: Node, case: str, office: str = "polman") -> Case:
    with node.store.reading() as reading:
        row = reading.get(Case, (office, case))
    assert row is not None
    return row


def bring_to(node: Node, stage: Stage, *, case: str = "", **applicant) -> str:
    """Bring a walk-in (or a `case`) to a stage by the office's own acts; returns the case."""
    case = case or done(register_applicant(node, by("rahma"), a_walkin(**applicant))).case
    reported = the_row(node, case, node.name).service in (Service.LOST, Service.DAMAGED)
    acts = {
        Stage.INTERVIEW_REPORT if reported else Stage.PAYMENT: lambda: _documents(node, case),
        **({Stage.PAYMENT: lambda: _reported(node, case)} if reported else {}),
        Stage.PHOTO: lambda: _payment(node, case),
        Stage.INTERVIEW: lambda: take_photo(node, by("iwan"), case, data=_portrait()),
        Stage.LOOK_UP: lambda: _interviewed(node, case),
        Stage.APPROVAL: lambda: _looked_up(node, case),
        Stage.ALLOCATION: lambda: approve_application(node, by("dewi"), case),
        Stage.PRINTING: lambda: allocate_booklet(node, by("budi"), case),
        Stage.READ_BACK: lambda: print_data_page(node, by("budi"), case),
        Stage.HANDOVER: lambda: _printed(node, case),
        Stage.FILING: lambda: _handed_over(node, case),
        Stage.ARCHIVED: lambda: archive_file(node, by("anton"), case, shelf="A-1"),
    }
    order = list(Stage)
    for reached, act in acts.items():
        now = the_row(node, case, node.name).stage
        if now is stage:
            break
        if order.index(reached) <= order.index(now):
            continue
        done(act())
        assert the_row(node, case, node.name).stage is reached
    assert the_row(node, case, node.name).stage is stage
    return case


def no_longer_kept(node: Node, case: str) -> None:
    """An archived file as years later: the clock stays, it was put away under an older rule."""
    kept = e.FileArchived(case=case, shelf="A-1", keep_until=node.day_of(node.clock()))
    with node.store.writing() as writing:
        node.append(writing, kept, officer="anton", role=Role.ARCHIVIST, act=by("anton").act)


def forget(node: Node, case: str) -> Done | Refused:
    """Forget an archived case whose paper file need not be kept any more."""
    no_longer_kept(node, case)
    return forget_case(node, by("kepala"), case, second_officer="anton")


def _documents(node: Node, case: str) -> Done | Refused:
    row = the_row(node, case, node.name)
    papers = missing_papers(row, frozenset())
    for paper in papers:
        done(scan_document(node, by("rahma"), case, paper=paper, data=_scan()))
    if row.service in WITH_OLD_PASSPORT:
        done(read_old_passport(node, by("rahma"), case, an_old_passport(row.registration)))
    return check_documents(node, by("rahma"), case, originals_seen=frozenset(papers))


@cache
def _portrait() -> bytes:
    return draw_portrait(7)


def capture(node: Node, case: str) -> None:
    """Fingers and signature, as everybody of age gives them before the interview."""
    done(take_fingerprints(node, by("iwan"), case, scanner=SCANNER).result)
    done(take_signature(node, by("iwan"), case, data=draw_signature(7)))


def _interviewed(node: Node, case: str) -> Done | Refused:
    capture(node, case)
    notes = e.InterviewNotes(purpose="Umrah", notes="Contoh")
    return record_interview(node, by("iwan"), case, notes=notes, advice=Advice.GO_ON)


_scans: list[bytes] = []


def _scan() -> bytes:
    if not _scans:
        _scans.append(draw_scan("ktp", [("Nama", "CONTOH")]))
    return _scans[0]


def _looked_up(node: Node, case: str) -> Done | Refused:
    """Everybody has the same drawn face: what the office's own cases find by it is cleared."""
    looked_up = look_up_prevention_list(node, by("dewi"), case)
    for hit in the_row(node, case, node.name).hits:
        if hit.grounds == (MatchGround.FACE,):
            cleared = HitDecision.CLEARED
            done(adjudicate_hit(node, by("dewi"), case, hit=hit.hit, decision=cleared, why="Contoh"))
    return looked_up


def _reported(node: Node, case: str) -> Done | Refused:
    text = e.ReportText(statement="Contoh", conclusion="Contoh")
    return write_interview_report(node, by("iwan"), case, finding=ReportFinding.NOT_AT_FAULT, text=text)


def _payment(node: Node, case: str) -> Done | Refused:
    done(issue_billing_code(node, by("rahma"), case))
    fee = the_row(node, case, node.name).fee
    assert fee is not None
    return record_payment(node, by("rahma"), case, amount_rupiah=fee.amount_rupiah)


def _printed(node: Node, case: str) -> Done:
    """As the printer's follower and a quality test that passed write it."""
    row = the_row(node, case, node.name)
    assert row.page is not None
    job = row.page.job
    steps = (
        (e.DataPageSending(case=case, job=job), SYSTEM, Role.SYSTEM),
        (e.DataPageSent(case=case, job=job), SYSTEM, Role.SYSTEM),
        (
            e.QualityTestPassed(case=case, job=job, booklet=row.booklet, checks=()),
            "tini",
            Role.QUALITY_TESTER,
        ),
    )
    for event, officer, role in steps:
        with node.store.writing() as writing:
            index = node.append(writing, event, officer=officer, role=role, act=by(officer).act)
    return Done(case, index, None)


def _handed_over(node: Node, case: str) -> Done | Refused:
    seen = AtTheCounter(
        recipient=Recipient.FAMILY if is_for_child(the_row(node, case, node.name)) else Recipient.APPLICANT,
        signed_for=_signed_for(node, case),
        identity_confirmed=True,
        book_signed=True,
        passport_number_read=the_row(node, case, node.name).booklet,
    )
    return hand_over(node, by("anton"), case, seen)


def _signed_for(node: Node, case: str) -> e.HandoverBookLine:
    """The applicant comes in person; for a child, the parent who came at the registration."""
    registration = the_row(node, case, node.name).registration
    assert registration is not None
    applicant, guardians = registration.applicant, registration.guardians
    if guardians is not None:
        return e.HandoverBookLine(
            recipient_name=guardians.guardian_name,
            recipient_identity_number=guardians.guardian_identity_number,
        )
    return e.HandoverBookLine(recipient_name=applicant.full_name, recipient_identity_number=applicant.nik)
