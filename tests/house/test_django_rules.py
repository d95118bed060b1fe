"""Django, as decided: models are rows of the store, and nothing happens behind an assignment."""

import ast

MODEL_BASES = {"models.Model", "Model", "AbstractBaseUser", "AbstractUser", "base_user.AbstractBaseUser"}
LEFT_OUT = {
    "django.db.models.signals": "what follows an act follows the log",
    "django.dispatch": "what follows an act follows the log",
    "django.contrib.admin": "officers act through operations",
    "django.contrib.contenttypes.fields": "a row points at a table that can be named",
}
MODEL_FORMS = {"ModelForm", "forms.ModelForm", "modelform_factory"}


def _classes(modules):
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                yield module, node, {ast.unparse(base) for base in node.bases}


def test_models_live_only_in_the_store(modules):
    elsewhere = [
        f"{module.path}: {node.name}"
        for module, node, bases in _classes(modules)
        if bases & MODEL_BASES and not module.name.startswith("loket.node.store")
    ]

    assert elsewhere == []


def test_no_model_overrides_how_it_is_saved_or_deleted(modules):
    overrides = [
        f"{module.path}: {node.name}.{part.name}"
        for module, node, bases in _classes(modules)
        if bases & MODEL_BASES
        for part in node.body
        if isinstance(part, ast.FunctionDef) and part.name in {"save", "delete", "full_clean"}
    ]

    assert overrides == []


def test_no_form_writes_a_model(modules):
    assert [
        f"{module.path}: {node.name}" for module, node, bases in _classes(modules) if bases & MODEL_FORMS
    ] == []


def test_signals_admin_and_generic_keys_are_left_out(modules):
    imported = [
        f"{module.path}: {name} ({reason})"
        for module in modules
        for node in ast.walk(module.tree)
        for name in _imported(node)
        for left_out, reason in LEFT_OUT.items()
        if name == left_out or name.startswith(f"{left_out}.")
    ]

    assert imported == []


def _imported(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_sql_is_written_in_the_store_only(modules):
    imported = [
        f"{module.path}: {name}"
        for module in modules
        if not module.name.startswith(("loket.node.store", "loket.config", "loket.drills", "loket.cli"))
        for node in ast.walk(module.tree)
        for name in _imported(node)
        if name.split(".")[0] in {"sqlite3", "psycopg"} or name == "django.db.connection"
    ]

    assert imported == []
