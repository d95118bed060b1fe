"""The office's own cases are searched by face too: with photographs of two persons that we did not make."""

import io

import pytest
from PIL import Image

from builders.country import ANOTHER, bring_to, done, supplied, the_row
from builders.nodes import by
from builders.people import a_walkin
from builders.photographs import as_jpeg, enlarged
from loket.core.domain.rows import FaceTemplate
from loket.core.domain.terms import HitKind, MatchGround, PaperKind, Service, Stage
from loket.node.operations.look_up_prevention_list import look_up_prevention_list
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.scan_document import scan_document
from loket.node.operations.take_photo import take_photo
from loket.node.papers.faces import crop_portrait
from loket.node.papers.portrait import PortraitCheckName

# The photographs are no passport's: a shuttle, a flag and a uniform are behind or on them.
FAR_FROM_PLAIN = frozenset(PortraitCheckName)
THIRD = {
    "nik": "7604114107950002",
    "full_name": "Citra Contoh",
    "primary_identifier": "Contoh",
    "secondary_identifier": "Citra",
}


@pytest.fixture
def office(country):
    supplied(country)
    country.office.compares_faces = True
    return country.office


def portrait(name: str, *, mirrored: bool = False) -> bytes:
    picture = enlarged(name, 1.3)
    if mirrored:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return as_jpeg(picture)


def photographed(office, photo: bytes, **person) -> str:
    case = bring_to(office, Stage.PHOTO, **person)
    done(take_photo(office, by("iwan"), case, data=photo, although=FAR_FROM_PLAIN))
    return bring_to(office, Stage.LOOK_UP, case=case)


def looked_up(office, case: str):
    done(look_up_prevention_list(office, by("dewi"), case))
    return the_row(office, case)


def test_a_portrait_leaves_a_template_and_a_new_portrait_replaces_it(office):
    case = bring_to(office, Stage.PHOTO)
    done(take_photo(office, by("iwan"), case, data=portrait("collins"), although=FAR_FROM_PLAIN))
    with office.store.reading() as reading:
        first = reading.get(FaceTemplate, (office.name, case))
    done(take_photo(office, by("iwan"), case, data=portrait("hopper"), although=FAR_FROM_PLAIN))
    with office.store.reading() as reading:
        second = reading.get(FaceTemplate, (office.name, case))

    assert first is not None
    assert second is not None
    assert first.template != second.template


def test_two_persons_are_not_taken_for_one(office):
    photographed(office, portrait("collins"), **ANOTHER)
    row = looked_up(office, photographed(office, portrait("hopper"), **THIRD))

    assert row.hits == ()
    assert row.stage is Stage.APPROVAL
    assert row.duplicates.faces == 1


def test_one_face_under_two_names_is_looked_at_by_an_adjudicator(office):
    first = photographed(office, portrait("collins"), **ANOTHER)
    row = looked_up(office, photographed(office, portrait("collins", mirrored=True), **THIRD))

    assert row.stage is Stage.ADJUDICATION
    assert [(hit.kind, hit.other_case, hit.grounds) for hit in row.hits] == [
        (HitKind.OWN_DUPLICATE, first, (MatchGround.FACE,))
    ]


def test_where_faces_are_not_compared_names_and_numbers_are_still_searched(office):
    office.compares_faces = False
    first = photographed(office, portrait("collins"))
    row = looked_up(office, photographed(office, portrait("collins"), nik="7604115010900099"))

    assert row.duplicates.faces == 0
    assert [(hit.other_case, hit.grounds) for hit in row.hits] == [
        (first, (MatchGround.NAME_AND_BIRTH_DATE,))
    ]


def renewal(office, *, photo: bytes) -> str:
    """A renewal whose old passport's scan shows Eileen Collins, looked up with this portrait."""
    case = done(register_applicant(office, by("rahma"), a_walkin(service=Service.RENEWAL))).case
    page = Image.new("RGB", (1476, 1039), "white")
    old = Image.open(io.BytesIO(crop_portrait(portrait("collins"))))
    page.paste(old, (60, 200))
    page.paste(old.resize((138, 177)), (1250, 700))  # a data page shows the portrait a second time, small
    done(scan_document(office, by("rahma"), case, paper=PaperKind.OLD_PASSPORT, data=as_jpeg(page)))
    bring_to(office, Stage.PHOTO, case=case)
    done(take_photo(office, by("iwan"), case, data=photo, although=FAR_FROM_PLAIN))
    return bring_to(office, Stage.LOOK_UP, case=case)


def test_the_holder_of_the_old_passport_is_alike_to_its_portrait(office):
    row = looked_up(office, renewal(office, photo=portrait("collins", mirrored=True)))

    assert row.duplicates.old_passport_alike >= 100
    assert row.hits == ()


def test_somebody_else_with_the_old_passport_is_looked_at_by_an_adjudicator(office):
    row = looked_up(office, renewal(office, photo=portrait("hopper")))

    assert row.duplicates.old_passport_alike < 100
    assert [hit.kind for hit in row.hits] == [HitKind.OLD_PASSPORT_FACE]


def test_a_scan_without_a_face_says_nothing_of_the_holder(office):
    case = done(register_applicant(office, by("rahma"), a_walkin(service=Service.RENEWAL))).case
    bring_to(office, Stage.PHOTO, case=case)
    done(take_photo(office, by("iwan"), case, data=portrait("hopper"), although=FAR_FROM_PLAIN))
    row = looked_up(office, bring_to(office, Stage.LOOK_UP, case=case))

    assert row.duplicates.old_passport_alike is None
    assert row.hits == ()
