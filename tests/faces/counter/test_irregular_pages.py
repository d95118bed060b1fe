"""Pages of adjudication, correction, of who works on a case and of who looked."""

import re
from dataclasses import replace
from datetime import date

import pytest

from builders.country import ANOTHER, bring_to, done, publish_list, pull, the_row
from builders.nodes import by
from builders.people import NIK
from loket.core.domain.prevention import ListedPerson
from loket.core.domain.rows import Look
from loket.core.domain.terms import HitDecision, LookedAt, Role, Stage
from loket.core.domain.turns import TURNS
from loket.faces.counter.acts.registry import acts_of, roles_for
from loket.node.operations.correct_record import correct_record
from loket.node.operations.grant_role import grant_role
from loket.node.operations.look_up_prevention_list import look_up_prevention_list
from loket.node.operations.open_file import open_file

ACT = "0123456789abcdef-irregular"


def text(answer) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(words.replace("&#x27;", "'").split())


def hidden(answer, name: str) -> str:
    return re.search(rf'name="{name}"\s+value="([^"]*)"', answer.content.decode()).group(1)


# ---------------------------------------------------------------------------------------- adjudication


@pytest.fixture
def duplicate(office):
    """A case whose applicant has the name and birth date of another case."""
    other = bring_to(office, Stage.DOCUMENTS, **ANOTHER)
    case = bring_to(office, Stage.LOOK_UP, **{**ANOTHER, "nik": "7604110203850008"})
    done(look_up_prevention_list(office, by("dewi"), case))
    return case, other


def test_both_files_stand_side_by_side_and_looking_at_the_other_is_a_look(office, client_of, duplicate):
    case, other = duplicate
    said = text(client_of("dewi").get(f"/cases/{case}"))

    assert "7604110203850008 7604110203850007 different" in said
    assert "Full name, as on the identity card Andi Contoh Andi Contoh equal" in said
    with office.store.reading() as reading:
        looks = reading.select(Look, {"office": office.name, "case": other})
    assert [(look.officer, look.what) for look in looks] == [("dewi", LookedAt.COMPARISON)]


def test_a_decision_is_written_with_its_grounds_and_the_case_goes_on(office, client_of, duplicate):
    case, _ = duplicate
    client = client_of("dewi")
    page = client.get(f"/cases/{case}")
    form = {"act": ACT, "hit": hidden(page, "hit"), "decision": "cleared"}

    refused = client.post(f"/cases/{case}/adjudicate_hit", {**form, "why": ""})
    assert refused.status_code == 422
    assert "“Grounds” is empty." in text(refused)
    client.post(f"/cases/{case}/adjudicate_hit", {**form, "why": "Kembar"})

    row = the_row(office, case)
    assert (row.stage, row.hits[0].decision) == (Stage.APPROVAL, HitDecision.CLEARED)


def test_what_stands_is_ended_by_who_approves_or_the_head(office, client_of, duplicate):
    case, _ = duplicate
    form = {
        "act": ACT,
        "hit": the_row(office, case).hits[0].hit,
        "decision": "confirmed",
        "why": "Orang sama",
    }
    client_of("dewi").post(f"/cases/{case}/adjudicate_hit", form)

    page = client_of("dewi").get(f"/cases/{case}")
    assert "The approving officer or the head refuses, defers or cancels it." in text(page)
    assert f"/cases/{case}/refuse_application" in page.content.decode()
    # it is not the adjudicators' turn; another of them may still decide it again
    assert Role.ADJUDICATOR not in roles_for(the_row(office, case))
    assert 'name="decision"' not in page.content.decode()
    done(grant_role(office, by("kepala"), officer="rahma", name="Rahma", role=Role.ADJUDICATOR))
    again = client_of("rahma")
    address = f"/cases/{case}/adjudicate_hit"
    assert f'href="{address}"' in again.get(f"/cases/{case}").content.decode()
    asked = again.get(address)
    assert hidden(asked, "hit") == form["hit"]
    again.post(address, {**form, "act": f"{ACT}-again", "decision": "cleared", "why": "Kembar"})
    assert the_row(office, case).stage is Stage.APPROVAL


def test_what_was_found_before_a_correction_is_shown_and_counts_no_more(office, client_of, duplicate):
    case, _ = duplicate
    registration = the_row(office, case).registration
    applicant = replace(registration.applicant, birth_date=date(1985, 3, 4))
    done(
        correct_record(
            office,
            by("rahma"),
            case,
            corrected=replace(registration, applicant=applicant),
            name_split_confirmed=True,
            changes_confirmed=True,
            why="Salah ketik",
        )
    )
    said = text(client_of("dewi").get(f"/cases/{case}"))

    assert the_row(office, case).stage is Stage.LOOK_UP
    assert "Before the correction :" in said.replace("correction:", "correction :")
    assert "(undecided)" in said


def test_the_line_of_the_prevention_list_stands_beside_the_record(country, office, client_of):
    listed = ListedPerson(number="C-17", name="Kadir Nur Aisyah Abdul", birth_date="1990-10-10", nik=NIK)
    publish_list(country, 2, persons=(listed,))
    pull(office, country.centre)
    case = bring_to(office, Stage.LOOK_UP)
    done(look_up_prevention_list(office, by("dewi"), case))
    said = text(client_of("dewi").get(f"/cases/{case}"))

    assert "Line C-17 of the prevention list." in said
    assert "Nur Aisyah Abdul Kadir Kadir Nur Aisyah Abdul other order" in said


# ------------------------------------------------------------------------------------------- correction


def _form_of(client, case: str) -> dict[str, str]:
    """What the page is filled with: the record."""
    page = client.get(f"/cases/{case}/correct_record")
    form = page.context["panels"][0].form
    values = {name: form[name].value() for name in form.fields}
    shown = {
        name: form.fields[name].widget.format_value(value) if name.endswith(("_date", "_on")) else value
        for name, value in values.items()
    }
    return {name: value for name, value in shown.items() if value not in (None, False)}


def test_each_change_is_shown_old_and_new_before_it_is_written(office, client_of):
    case = bring_to(office, Stage.PAYMENT)
    client = client_of("rahma")
    form = {**_form_of(client, case), "occupation": "Dosen", "why": "Salah ketik"}

    shown = client.post(f"/cases/{case}/correct_record", form)
    assert "Occupation Guru Dosen" in text(shown)
    assert the_row(office, case).registration.applicant.occupation == "Guru"

    # what was confirmed is what was shown, and nothing else
    confirmed = {**form, "confirmed": hidden(shown, "confirmed")}
    again = client.post(f"/cases/{case}/correct_record", {**confirmed, "occupation": "Petani"})
    assert "Occupation Guru Petani" in text(again)
    client.post(f"/cases/{case}/correct_record", confirmed)
    assert the_row(office, case).registration.applicant.occupation == "Dosen"


def test_a_form_that_changes_nothing_says_so(office, client_of):
    case = bring_to(office, Stage.DOCUMENTS)
    client = client_of("rahma")
    answer = client.post(f"/cases/{case}/correct_record", {**_form_of(client, case), "why": "?"})

    assert answer.status_code == 422
    assert "Nothing differs from the record." in text(answer)


def test_after_print_the_page_leads_to_the_report_of_the_spoilt_booklet(office, client_of):
    case = bring_to(office, Stage.HANDOVER)
    page = client_of("rahma").get(f"/cases/{case}/correct_record")

    assert "No new application is needed." in text(page)
    assert f"/cases/{case}/spoil_booklet" in page.content.decode()


# ------------------------------------------------------------------------------------ who works on a case


def test_a_case_is_taken_and_comes_first_and_a_colleague_sees_who_has_it(office, client_of):
    done(grant_role(office, by("kepala"), officer="tini", name="Tini", role=Role.COUNTER_OFFICER))
    first = bring_to(office, Stage.DOCUMENTS)
    second = bring_to(office, Stage.DOCUMENTS, **ANOTHER)
    client_of("rahma").post(f"/cases/{second}/assign_case", {"act": ACT, "assignee": "rahma"})

    mine = client_of("rahma").get("/stations/documents").content.decode()
    theirs = client_of("tini").get("/stations/documents")
    assert f'href="/cases/{second}" data-key="next"' in mine
    assert f'href="/cases/{first}" data-key="next"' in theirs.content.decode()
    assert "with Rahma" in text(theirs)


def test_a_file_that_a_colleague_has_just_opened_is_not_called_first(country, office, client_of):
    first = bring_to(office, Stage.DOCUMENTS)
    second = bring_to(office, Stage.DOCUMENTS, **ANOTHER)
    assert open_file(office, "tini", first, LookedAt.FILE) is None

    page = client_of("rahma").get("/stations/documents")
    assert "open at Tini's desk" in text(page)
    assert f'href="/cases/{second}" data-key="next"' in page.content.decode()
    country.clock.now += 11 * 60_000
    assert "open at" not in text(client_of("rahma").get("/stations/documents"))


def test_everything_is_handed_on_at_the_end_of_a_shift_by_an_entry_each(office, client_of):
    done(grant_role(office, by("kepala"), officer="tini", name="Tini", role=Role.COUNTER_OFFICER))
    cases = [bring_to(office, Stage.DOCUMENTS), bring_to(office, Stage.DOCUMENTS, **ANOTHER)]
    client = client_of("rahma")
    for number, case in enumerate(cases):
        client.post(f"/cases/{case}/assign_case", {"act": f"{ACT}-{number}", "assignee": "rahma"})
    assert "2 of 2 cases" in text(client.get("/my-work"))

    answer = client.post("/my-work", {"act": ACT, "assignee": "tini"})
    assert "2 cases handed to Tini" in text(answer)
    assert {the_row(office, case).assignee for case in cases} == {"tini"}
    assert "You have no case of your own." in text(client.get("/my-work"))


# --------------------------------------------------------------------------------------------- who looked


def test_who_looked_is_for_the_head_and_adjudicators(office, client_of):
    case = bring_to(office, Stage.DOCUMENTS)
    client_of("budi").get(f"/cases/{case}")

    said = text(client_of("kepala").get(f"/cases/{case}/looks"))
    assert "Budi Allocation officer" in said
    assert "no turn" in said
    assert client_of("dewi").get(f"/cases/{case}/looks").status_code == 200
    assert client_of("rahma").get(f"/cases/{case}/looks").status_code == 403


def test_the_head_sees_who_looked_today_without_a_turn(office, client_of):
    case = bring_to(office, Stage.DOCUMENTS)
    for officer in ("rahma", "budi"):
        client_of(officer).get(f"/cases/{case}")

    said = text(client_of("kepala").get("/head/looks"))
    assert "Budi" in said
    assert "Rahma" not in said


def test_whoever_a_stage_offers_its_act_to_has_a_turn_there(office):
    for stage in (stage for stage in TURNS if stage not in (Stage.ENDED, Stage.INTERVIEW_REPORT)):
        if stage is Stage.ADJUDICATION:
            continue
        if stage is Stage.FILING:
            break  # a first passport waits for the registry
        person = {
            **ANOTHER,
            "nik": f"76041102038500{list(Stage).index(stage) + 10}",
            "full_name": f"A{stage}",
        }
        case = the_row(office, bring_to(office, stage, **_named(person, stage)))
        offered = {role for act in acts_of(case)[-1:] for role in act.roles}
        assert offered <= set(TURNS[stage]), stage


def _named(person: dict, stage: Stage) -> dict:
    name = stage.value.replace("_", " ").title()
    first, _, rest = name.partition(" ")
    return {
        **person,
        "full_name": name,
        "primary_identifier": rest or first,
        "secondary_identifier": first if rest else "",
    }
