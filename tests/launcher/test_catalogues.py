"""Catalogues are compiled to what gettext reads."""

import gettext
import os

import polib

from launcher import catalogues


def test_a_catalogue_is_compiled_when_it_is_newer_than_its_compiled_form(tmp_path, monkeypatch):
    folder = tmp_path / "locale/id/LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(catalogues, "SRC", tmp_path)
    for number, word in enumerate(["Loket", "Jendela"]):
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        catalogue.append(polib.POEntry(msgid="Counter", msgstr=word))
        catalogue.save(str(folder / "django.po"))
        os.utime(folder / "django.po", (2_000_000_000 + number, 2_000_000_000 + number))

        catalogues.compile_stale()

        with (folder / "django.mo").open("rb") as compiled:
            assert gettext.GNUTranslations(compiled).gettext("Counter") == word
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]
