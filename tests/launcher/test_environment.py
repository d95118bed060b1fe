"""What pip is configured with on a machine also holds for uv."""

from launcher import environment

LISTING = """\
:env:.timeout='60'
global.cert='/etc/ssl/office.pem'
global.find-links='/srv/no-such-folder'
global.index-url='https://mirror.example/simple'
global.timeout='10'
install.extra-index-url='https://one.example/simple\\nhttps://two.example/simple'
freeze.timeout='1'
"""


def test_variables_win_over_files_and_other_commands_do_not_count():
    assert environment.pip_configuration(LISTING)["timeout"] == "60"


def test_a_mirror_that_pip_uses_is_used_by_uv():
    assert environment.in_words_of_uv(environment.pip_configuration(LISTING)) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_HTTP_TIMEOUT": "60",
        "SSL_CERT_FILE": "/etc/ssl/office.pem",
    }


def test_a_folder_of_wheels_that_is_there_is_used_by_uv(tmp_path):
    assert environment.in_words_of_uv({"find-links": f"{tmp_path} /srv/no-such-folder"}) == {
        "UV_FIND_LINKS": str(tmp_path),
        "UV_SYSTEM_CERTS": "1",
    }
