"""Which way of telling applicants a node's settings give."""

import pytest

from loket.config.notices import notice_port
from loket.config.settings import NodeSettings, SettingsError
from loket.node.partners.notices import AppriseNotices, FolderNotices

# On Python 3.11 and 3.12 apprise looks for a module that goes away in 3.13.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


def settings(tmp_path, **values):
    given = {"LOKET_ROLE": "office", "LOKET_NODE": "polman", "LOKET_DATA": str(tmp_path)}
    return NodeSettings.from_environment({**given, **values})


def test_notices_go_into_a_folder_of_the_node_unless_gateways_are_given(tmp_path):
    assert isinstance(notice_port(settings(tmp_path)), FolderNotices)
    assert (tmp_path / "notices").stat().st_mode & 0o777 == 0o700

    urls = "json://127.0.0.1/{email}"
    port = notice_port(settings(tmp_path, LOKET_NOTICES="apprise", LOKET_NOTICE_URLS=urls))
    assert isinstance(port, AppriseNotices)


def test_a_gateway_that_apprise_does_not_know_stops_the_start_without_showing_its_password(tmp_path):
    urls = "nosuch://u:TEST-pw@127.0.0.1/{email}"
    with pytest.raises(SettingsError, match="address 1") as refused:
        notice_port(settings(tmp_path, LOKET_NOTICES="apprise", LOKET_NOTICE_URLS=urls))

    assert "TEST-pw" not in str(refused.value)
