"""Applicants are told of each change of state, once, in their language, and nobody is named."""

import json
import os

import pytest

from builders.country import bring_to, done, pull, push, supplied, the_row
from builders.nodes import by
from builders.people import a_walkin
from loket.core.domain.notices import NoticeKind
from loket.core.domain.rows import HeldCase, TimelineLine
from loket.core.domain.terms import SpoilCause, Stage
from loket.core.domain.view import Drop, Put
from loket.faces.ui.words.notices import notice_words
from loket.node.followers.centre import CentreFollower
from loket.node.followers.notices import NoticesFollower, Told
from loket.node.operations.archive_file import archive_file
from loket.node.operations.confirm_clock import confirm_clock
from loket.node.operations.forget_case import forget_case
from loket.node.operations.rebuild import rebuild
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.return_documents import return_documents
from loket.node.operations.simulated_partners import simulated_partners
from loket.node.operations.spoil_booklet import spoil_booklet
from loket.node.partners.notices import FolderNotices, NoticeFault, NotSent

DAY_MS = 24 * 3_600_000


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
        self.bad = set()

    def send(self, notice):
        if self.down or notice.to_phone in self.bad:
            return NotSent(NoticeFault.NOT_TAKEN, retry=True)
        return super().send(notice)

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
    done(
        spoil_booklet(office, by("budi"), case, report="scratched", cause=SpoilCause.MISPRINT, present="tini")
    )
    following.run_once()

    assert told(office, case) == [NoticeKind.NEEDS_ANOTHER_DAY]


def another(number, phone):
    name = "ABCDEFGH"[number]
    return {
        "nik": f"760411501090005{number}",
        "full_name": f"Ani {name}",
        "primary_identifier": "Ani",
        "secondary_identifier": name,
        "phone": phone,
    }


def test_addresses_that_nobody_can_reach_hold_up_no_other(office, gateway):
    following = follower(office, gateway)
    gateway.bad = {"08120000000"}
    bad = [registered(office, **another(number, "08120000000")) for number in range(4)]
    good = [registered(office, **another(number, "08123456789")) for number in (4, 5)]

    rounds = [following.run_once() for _ in range(3)]

    assert sum(one.sent for one in rounds) == 2
    assert [told(office, case) for case in good] == [[NoticeKind.REGISTERED]] * 2
    assert [told(office, case) for case in bad] == [[]] * 4


def test_a_restart_forgets_nobody_who_waits(office, gateway):
    following = follower(office, gateway)
    gateway.bad = {"08120000000"}
    bad = registered(office, **another(0, "08120000000"))
    good = registered(office, **another(1, "08123456789"))
    following.run_once()
    gateway.bad = set()
    office.clock.now += DAY_MS

    follower(office, gateway)

    assert told(office, bad) == told(office, good) == [NoticeKind.REGISTERED]


def test_an_address_is_given_up_after_days_on_which_others_were_reached(office, gateway):
    following = follower(office, gateway)
    gateway.bad = {"08120000000"}
    bad = registered(office, **another(0, "08120000000"))
    given_up = []
    for day in range(1, 8):
        registered(office, **another(day, "08123456789"))
        given_up.append(following.run_once().never)
        office.clock.now += DAY_MS

    # The sixth try is on the sixth day, five days after the first.
    assert given_up == [0, 0, 0, 0, 0, 1, 0]
    assert told(office, bad) == [NoticeKind.REGISTERED]


def test_a_gateway_that_is_away_for_weeks_makes_nobody_be_given_up(office, gateway):
    following = follower(office, gateway)
    registered(office, **another(0, "08123456789"))
    following.run_once()
    gateway.down = True
    case = registered(office, **another(1, "08123456789"))
    for _ in range(15):
        assert following.run_once() == Told(waiting=True)
        office.clock.now += DAY_MS
    gateway.down = False

    assert following.run_once() == Told(sent=1)
    assert told(office, case) == [NoticeKind.REGISTERED]


def test_nothing_is_sent_while_nothing_can_be_written(office, gateway):
    following = follower(office, gateway)
    case = registered(office, phone="08123456789")
    office.clock.now += 100 * DAY_MS
    assert following.run_once() == Told(waiting=True)
    assert gateway.texts == []

    done(confirm_clock(office, by("kepala")))

    assert following.run_once() == Told(sent=1)
    assert told(office, case) == [NoticeKind.REGISTERED]


def test_a_case_that_was_held_is_told_of_when_it_is_released(office, gateway):
    following = follower(office, gateway)
    case = registered(office, phone="08123456789")
    with office.store.writing() as writing:
        writing.apply([Put(HeldCase(office=office.name, case=case, entries=()))])
    assert following.run_once() == Told()
    assert following.run_once() == Told()

    with office.store.writing() as writing:
        writing.apply([Drop(HeldCase, (office.name, case))])

    assert following.run_once() == Told(sent=1)


def test_the_folder_keeps_no_notice_of_a_forgotten_case(office, gateway, country):
    following = follower(office, gateway)
    kept = registered(office, **another(0, "08123456789"))
    case = registered(office, phone="08123456789")
    following.run_once()
    done(return_documents(office, by("rahma"), case, why=""))
    done(archive_file(office, by("anton"), case, shelf="A"))
    following.run_once()
    assert len(gateway.texts) == 3
    push(office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    pull(office, country.centre)

    office.clock.now += 4 * 366 * DAY_MS
    done(confirm_clock(office, by("kepala")))
    for path in gateway.folder.iterdir():  # none is too old by this office's clock
        os.utime(path, (office.clock.now / 1000,) * 2)
    done(forget_case(office, by("kepala"), case, second_officer="anton"))
    following.run_once()

    (text,) = gateway.texts
    assert the_row(office, kept).application_number in text
