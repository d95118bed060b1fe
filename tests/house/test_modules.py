"""Modules say what they are and stay small enough to be one idea."""

import ast

LINES_OF_A_MODULE = 400
LINES_OF_A_FUNCTION = 50
# "path" or "path:function" -> why it may be longer.
LONGER_FOR_A_REASON: dict[str, str] = {}


def test_every_module_says_what_it_is(modules):
    assert [module.path for module in modules if not ast.get_docstring(module.tree)] == []


def test_no_module_grows_past_one_idea(modules):
    lengths = {module.path: len(module.text.splitlines()) for module in modules}

    assert {
        path: lines
        for path, lines in lengths.items()
        if lines > LINES_OF_A_MODULE and path not in LONGER_FOR_A_REASON
    } == {}


def test_no_function_grows_past_a_screen(modules):
    lengths = {
        f"{module.path}:{node.name}": node.end_lineno - node.lineno + 1
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {
        where: lines
        for where, lines in lengths.items()
        if lines > LINES_OF_A_FUNCTION and where not in LONGER_FOR_A_REASON
    } == {}


def test_nothing_is_excused_that_needs_no_excuse(modules):
    known = {module.path for module in modules}

    assert {where for where in LONGER_FOR_A_REASON if where.split(":")[0] not in known} == set()


def test_no_error_is_swallowed(modules):
    swallowed = [
        f"{module.path}:{node.lineno}"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
        and not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]

    assert swallowed == []


def test_no_module_is_named_after_nothing(modules):
    vague = {"utils", "util", "helpers", "misc", "manager", "managers"}

    assert [module.path for module in modules if module.name.rpartition(".")[2] in vague] == []
