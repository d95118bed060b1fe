"""Every text a person may read exists in Indonesian, and every translation fits its original."""

import ast
import re
from collections import Counter

import polib
import pytest

ONE_TEXT = {"gettext", "gettext_lazy", "gettext_noop"}
WITH_PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
WITH_BOTH = {"npgettext", "npgettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
IN_TEMPLATE = re.compile(r"(?:\b(?:gettext|ngettext|pgettext|npgettext)|(?<!\w)_)\((?=u?['\"])")

Text = tuple[str | None, str, str | None]  # context, text, plural


def _aliases(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }


def _text(function: str, arguments: list[str | None]) -> Text | None:
    if function in ONE_TEXT and arguments and arguments[0] is not None:
        return None, arguments[0], None
    if function in WITH_PLURAL and len(arguments) > 1 and arguments[0] is not None:
        return None, arguments[0], arguments[1]
    if function in WITH_CONTEXT and len(arguments) > 1 and arguments[1] is not None:
        return arguments[0], arguments[1], None
    if function in WITH_BOTH and len(arguments) > 2 and arguments[1] is not None:
        return arguments[0], arguments[1], arguments[2]
    return None


def _literals(call: ast.Call) -> list[str | None]:
    return [
        node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
        for node in call.args
    ]


def texts_of_module(tree: ast.Module) -> set[Text]:
    aliases = _aliases(tree)
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        text = _text(aliases.get(called, called), _literals(node))
        if text:
            found.add(text)
    return found


def texts_of_template(source: str) -> set[Text]:
    """Let Django turn the template into calls, as makemessages does, and read the calls."""
    from django.utils.translation.template import templatize

    code = templatize(source)
    found = set()
    for match in IN_TEMPLATE.finditer(code):
        function = code[match.start() : match.end() - 1]
        rest = code[match.end() - 1 :]
        end = next(end for end in range(1, len(rest)) if rest[end] == ")" and _parses(rest[: end + 1]))
        call = ast.parse(f"f{rest[: end + 1]}", mode="eval").body
        assert isinstance(call, ast.Call)
        text = _text("gettext" if function == "_" else function, _literals(call))
        if text:
            found.add(text)
    return found


def _parses(arguments: str) -> bool:
    try:
        ast.parse(f"f{arguments}", mode="eval")
    except SyntaxError:
        return False
    return True


@pytest.fixture(scope="module")
def used(root, modules) -> set[Text]:
    texts = {text for module in modules for text in texts_of_module(module.tree)}
    for template in sorted((root / "src").rglob("*.html")):
        texts |= texts_of_template(template.read_text(encoding="utf-8"))
    return texts


def _catalogue(root, language) -> polib.POFile | None:
    path = root / "src/loket/faces/ui/locale" / language / "LC_MESSAGES/django.po"
    if not path.exists():
        return None
    return polib.pofile(str(path))


def test_every_text_that_is_used_is_translated(root, used):
    catalogue = _catalogue(root, "id")
    if catalogue is None:
        assert used == set()
        return
    translated = {
        (entry.msgctxt, entry.msgid)
        for entry in catalogue
        if not entry.obsolete and not entry.fuzzy and (entry.msgstr or any(entry.msgstr_plural.values()))
    }

    assert (
        sorted({f"{context or ''}|{text}" for context, text, _ in used if (context, text) not in translated})
        == []
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_text_is_translated_that_nothing_says_any_more(root, used, language):
    said = {(context, text) for context, text, _plural in used}

    assert [
        entry.msgid for entry in _catalogue(root, language) if (entry.msgctxt, entry.msgid) not in said
    ] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_translation_keeps_the_placeholders_of_its_original(root, language):
    broken = [
        (entry.msgid, translation)
        for entry in _catalogue(root, language) or []
        for translation in ([entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values())
        if translation and not _fits(translation, entry)
    ]

    assert broken == []


def _fits(translation: str, entry: polib.POEntry) -> bool:
    wanted = Counter(PLACEHOLDER.findall(translation))
    return wanted in (Counter(PLACEHOLDER.findall(t)) for t in (entry.msgid, entry.msgid_plural) if t)


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_text_stands_twice_in_a_catalogue(root, language):
    entries = Counter((entry.msgctxt, entry.msgid) for entry in _catalogue(root, language) or [])

    assert [key for key, times in entries.items() if times > 1] == []


def test_the_reader_of_templates_finds_what_makemessages_finds(used):
    source = (
        """{% load i18n %}<p title="{% translate "It's" %}">{% translate 'Hi (you)' context "greet" %}</p>"""
        """{% blocktranslate trimmed count n=3 %}\n one {{ n }}\n"""
        """{% plural %} many {{ n }} {% endblocktranslate %}"""
        """{{ x|default:_("Bar") }}{% include "t" with label=_("Zed") %}"""
    )

    assert texts_of_template(source) == {
        (None, "It's", None),
        ("greet", "Hi (you)", None),
        (None, "one %(n)s", "many %(n)s"),
        (None, "Bar", None),
        (None, "Zed", None),
    }
