"""What every answer of a node carries, whatever the page."""

import os
import tempfile

import django
import pytest

os.environ.setdefault("LOKET_ROLE", "office")
os.environ.setdefault("LOKET_NODE", "polman")
os.environ.setdefault("LOKET_DATA", tempfile.mkdtemp(prefix="loket-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.django_settings")
django.setup()


@pytest.fixture
def answer():
    from django.test import Client

    return Client(headers={"host": "localhost"}).get("/static/nothing-here")


def test_pages_may_load_from_this_node_only(answer):
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_answers_are_neither_framed_nor_guessed_nor_told_of(answer):
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_another_host_name_is_refused():
    from django.core.exceptions import DisallowedHost
    from django.http import HttpRequest

    request = HttpRequest()
    request.META = {"HTTP_HOST": "attacker.test", "SERVER_NAME": "x", "SERVER_PORT": "80"}
    with pytest.raises(DisallowedHost):
        request.get_host()


def test_passwords_are_kept_by_argon2():
    from django.contrib.auth.hashers import make_password

    assert make_password("TEST password").startswith("argon2$argon2id$")


def test_signing_in_has_a_database_of_its_own():
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.models import Session
    from django.db import router

    account = get_user_model()
    assert router.db_for_write(account) == router.db_for_write(Session) == "default"
    assert router.allow_migrate_model("default", account)
    assert not router.allow_migrate_model("node", account)
    assert not router.allow_migrate_model("node", Session)
