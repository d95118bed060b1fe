"""Applicants are told of each change of state, once, in their language, and nobody is named."""

import json

import pytest

from builders.country import bring_to, done, supplied, the_row
from builders.nodes import by
from builders.people import a_walkin
from loket.core.domain.notices import NoticeKind
from loket.core.domain.rows import TimelineLine
from loket.core.domain.terms import SpoilCause, Stage
from loket.faces.ui.words.notices import notice_words
from loket.node.followers.notices import NoticesFollower, Told
from loket.node.operations.rebuild import rebuild
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.spoil_booklet import spoil_booklet
from loket.node.partners.notices import FolderNotices, NoticeFault, NotSent


@pytest.fixture(name="office")
def supplied_office(country):
    supplied(country)
    return country.office


class Gateway(FolderNotices):
    """The folder, and a gateway that can be out of reach."""

    def __init__(self, folder):
        super().__init__(folder)
        self.folder = folder
        self.down = False

    def send(self, notice):
        return NotSent(NoticeFault.NOT_TAKEN, retry=True) if self.down else super().send(notice)

    @property
    def texts(self):
        read = [json.loads(path.read_text()) for path in self.folder.glob("*.json")]
        return [f"{one['subject']}\n{one['body']}" for one in read]


@pytest.fixture(name="gateway")
def a_gateway(tmp_path):
    return Gateway(tmp_path / "notices")


def follower(office, gateway):
    made = NoticesFollower(office, gateway, words=notice_words, channel="folder", office_title="KANIM CONTOH")
    made.run_once()  # begins at the log's present end
    return made


def told(office, case):
    with office.store.reading() as reading:
        lines = reading.select(TimelineLine, {"office": office.name, "case": case}, order_by=("number",))
    return [line.facts["notice"] for line in lines if line.event.startswith("notice_")]


def registered(office, **applicant):
    return done(register_applicant(office, by("rahma"), a_walkin(**applicant))).case


def test_each_change_of_state_is_told_once(office, gateway):
    following = follower(office, gateway)
    case = registered(office, phone="08123456789")

    for stage in (Stage.PAYMENT, Stage.PHOTO, Stage.LOOK_UP, Stage.ALLOCATION, Stage.HANDOVER):
        bring_to(office, stage, case=case)
        following.run_once()
        following.run_once()

    assert told(office, case) == [
        NoticeKind.REGISTERED,
        NoticeKind.PAID,
        NoticeKind.INTERVIEWED,
        NoticeKind.APPROVED,
        NoticeKind.READY,
    ]
    assert len(gateway.texts) == 5
    assert rebuild(office, office.name).equal


def test_a_notice_names_the_application_and_nobody(office, gateway):
    following = follower(office, gateway)
    case = registered(office, phone="08123456789")
    following.run_once()

    (text,) = gateway.texts
    row = the_row(office, case)
    assert row.application_number in text
    assert row.queue_number in text
    assert "Aisyah" not in text
    assert row.nik not in text


def test_an_applicant_is_told_in_the_language_of_the_registration(office, gateway):
    following = follower(office, gateway)
    registered(office, phone="08123456789", language="en")
    following.run_once()

    assert "Your application is registered." in gateway.texts[0]


def test_who_hears_late_hears_how_it_stands(office, gateway):
    following = follower(office, gateway)
    gateway.down = True
    case = registered(office, phone="08123456789")
    assert following.run_once().waiting
    bring_to(office, Stage.LOOK_UP, case=case)
    assert following.run_once().waiting
    gateway.down = False

    assert following.run_once() == Told(sent=1)
    assert told(office, case) == [NoticeKind.INTERVIEWED]


def test_who_left_no_address_is_written_down_as_not_told(office, gateway):
    following = follower(office, gateway)
    case = registered(office)

    assert following.run_once() == Told(never=1)
    assert told(office, case) == [NoticeKind.REGISTERED]
    assert gateway.texts == []


def test_a_death_between_sending_and_writing_sends_the_same_notice_again(office, gateway, monkeypatch):
    following = follower(office, gateway)
    case = registered(office, phone="08123456789")

    def die(*_args, **_changes):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("loket.node.followers.notices.write_notice", die)
        with pytest.raises(KeyboardInterrupt):
            following.run_once()
    again = NoticesFollower(office, gateway, words=notice_words, channel="folder", office_title="KANIM")
    again.run_once()

    assert told(office, case) == [NoticeKind.REGISTERED]
    assert len(gateway.texts) == 1


def test_an_office_that_begins_to_tell_does_not_tell_of_its_past(office, gateway):
    case = registered(office, phone="08123456789")
    follower(office, gateway).run_once()

    assert told(office, case) == []


def test_a_spoilt_booklet_is_told_as_another_day(office, gateway):
    case = bring_to(office, Stage.HANDOVER, case=registered(office, phone="08123456789"))
    following = follower(office, gateway)
    row = the_row(office, case)
    done(
        spoil_booklet(office, by("budi"), case, report="scratched", cause=SpoilCause.MISPRINT, present="Tini")
    )
    following.run_once()

    assert row.booklet
    assert told(office, case) == [NoticeKind.NEEDS_ANOTHER_DAY]
