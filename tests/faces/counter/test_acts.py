"""One stem for one act: operation, page module, template; and every act reachable from pages and API."""

from pathlib import Path

import loket.faces.counter
import loket.node.operations
from loket.core.domain.terms import Stage
from loket.faces.counter.acts.registry import CASE_ACTS, OFFICE_ACTS
from loket.faces.counter.urls import urlpatterns

COUNTER = Path(loket.faces.counter.__file__).parent
OPERATIONS = Path(loket.node.operations.__file__).parent
# Granting and ending are two sides of one act.
SHARED_MODULE = {"end_role": "grant_role", "end_deputy": "appoint_deputy"}
NO_CASE_WAITS_FOR = {Stage.ADJUDICATION, Stage.ARCHIVED, Stage.FORGOTTEN}


def test_operation_page_module_and_template_of_an_act_share_its_name():
    for stem in [*CASE_ACTS, *OFFICE_ACTS]:
        module = SHARED_MODULE.get(stem, stem)
        assert (OPERATIONS / f"{module}.py").exists(), stem
        assert (COUNTER / "acts" / f"{module}.py").exists(), stem
        assert (COUNTER / f"templates/counter/acts/{stem}.html").exists(), stem


def test_every_act_on_a_case_has_a_page():
    addresses = {str(pattern.pattern) for pattern in urlpatterns}

    assert {stem for stem in CASE_ACTS if f"cases/<case_id:case>/{stem}" not in addresses} == set()


def test_every_stage_that_an_officer_can_end_offers_an_act():
    offered = {stage for act in CASE_ACTS.values() for stage in act.stages[:1]}
    # The file of an ended case waits for its shelf, as every other file does.
    offered |= set(CASE_ACTS["archive_file"].stages)

    assert {stage for stage in Stage if stage not in offered} - NO_CASE_WAITS_FOR == set()
