"""Every word the public reads, gathered from where it stands: forms, page templates, messages and the pages' code.

Nothing is listed by name, so that a new form, template or wording is found of itself.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from jinja2 import Environment, nodes

from authorities.profile import PROFILES, Profile, read_profile
from foundation.yaml_files import load
from notifications.publishing import OWN_WORDINGS, read_wordings
from tests.architecture.checkout import PACKAGES, ROOT, Module, modules
from webform.definition import FormDefinition
from webform.equality import FORMS as EQUALITY_FORMS
from webform.publishing import STARTER_FORMS, lists_of, with_lists

NOT_WORDS = frozenset(
    {
        "key",
        "kind",
        "value",
        "href",
        "when",
        "required_when",
        "to",
        "carry",
        "of",
        "then",
        "signpost",
        "audience",
        "picture",
    }
    | {"choices_from", "without", "exclusive", "known", "required", "at_most", "least", "greatest"}
)
"""Fields of a definition that nobody reads. Whatever else is text in it is taken for words."""

NAMES_OF_SERVICES = "services"
"""The list that holds an authority's own names for its services: names, not words to be made plainer here."""

OFFICERS_PAGES = frozenset({"desk", "manager", "reports", "workflows", "authorities", "notifications", "demo"})
OFFICERS_PAGES |= frozenset({"designer", "pages", "desk_layout.html", "health.html"})
"""Folders and names of templates that only officers see. Every other is public."""

PUBLIC_CODE = ("webform/", "cases/views/progress/", "cases/next_steps.py", "application/error_pages.py")
OFFICERS_CODE = ("checker", "definition", "designer", "pictures", "publishing")

FACT = re.compile(r"\{[a-z_]+\}")
_BLOCKS = ["p", "li", "h1", "h2", "h3", "td", "th", "caption", "label", "legend", "button", "title", "div", "option"]
_SAID = ["alt", "aria-label", "title"]


@dataclass(frozen=True)
class Passage:
    """Some words, where they stand, and whether they speak to young people."""

    place: str
    words: str
    is_young: bool = False


@cache
def passages() -> tuple[Passage, ...]:
    """All of them."""
    found = (*of_forms(), *of_equality_questions(), *of_wordings(), *of_templates(), *of_code())
    return tuple(passage for passage in found if re.search(r"[^\W\d_]", FACT.sub("", passage.words)))


@cache
def profiles() -> tuple[Profile, ...]:
    """The profile of every authority that is shipped."""
    return tuple(read_profile(path) for path in sorted(PROFILES.glob("*.yaml")) if "contact" in load(path))


@cache
def shipped_forms() -> Mapping[tuple[str, str], FormDefinition]:
    """Every shipped form as every authority shows it, by the keys of both."""
    return {
        (profile.key, path.stem): with_lists(FormDefinition.model_validate(load(path)), lists_of(profile))
        for profile in profiles()
        for path in sorted(STARTER_FORMS.glob("*.yaml"))
    }


def of_forms() -> Iterator[Passage]:
    """The words of each page of each form, once for all authorities that say the same."""
    seen: set[Passage] = set()
    for (_, key), form in shipped_forms().items():
        is_young = form.audience == "young-person"
        plain = FormDefinition.model_validate(load(STARTER_FORMS / f"{key}.yaml"))
        named = {question.key for question in plain.questions() if question.choices_from == NAMES_OF_SERVICES}
        data = form.model_dump(mode="json")
        parts = {"start": data["start"], "check": data["check"], "sent": data["sent"], "name": {"name": data["name"]}}
        parts |= {part["key"]: part for part in (*data["pages"], *data["signposts"])}
        for place, part in parts.items():
            for question in (part or {}).get("questions", ()):
                question["choices"] = [] if question["key"] in named else question["choices"]
            for words in _texts(part):
                found = Passage(f"{key}/{place}", words, is_young)
                if found not in seen:
                    seen.add(found)
                    yield found


def of_equality_questions() -> Iterator[Passage]:
    """The questions about who we hear from."""
    for audience in ("public", "young-person"):
        data = load(EQUALITY_FORMS / f"{audience}.yaml")
        for place in ("pages", "sent"):
            for words in _texts(data[place]):
                yield Passage(f"equality-{audience}/{place}", words, audience == "young-person")


def of_wordings() -> Iterator[Passage]:
    """The subject and each paragraph of each message to the public."""
    for wording in (*read_wordings(OWN_WORDINGS), *read_wordings(ROOT / "cases" / "wordings")):
        if wording.audience in ("public", "young-person"):
            for words in (wording.subject, *wording.body.split("\n\n")):
                yield Passage(f"wordings/{wording.key}", words, wording.audience == "young-person")


def of_templates() -> Iterator[Passage]:
    """The words of each public template, with ``{fact}`` for what is filled in."""
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("templates/**/*.html")):
        name = str(path.relative_to(ROOT))
        if not OFFICERS_PAGES & set(name.split("/templates/")[-1].split("/")):
            tree = Environment(autoescape=True).parse(path.read_text())
            for words in (*_read_from(_html(tree)), *_in_expressions(tree)):
                yield Passage(name, words)


def of_code() -> Iterator[Passage]:
    """The sentences that public pages are given by code."""
    for module in modules():
        if module.name.startswith(PUBLIC_CODE) and not any(part in module.name for part in OFFICERS_CODE):
            for words in _sentences_in(module):
                yield Passage(module.name, words)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            if name not in NOT_WORDS:
                yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def _html(node: nodes.Node) -> str:
    """A template as HTML with every branch in it and ``{fact}`` for each value."""
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Expr):
        return "{fact}"
    branches = [getattr(node, name, None) or [] for name in ("nodes", "body", "elif_", "else_")]
    return " ".join("".join(_html(child) for child in branch) for branch in branches if branch)


def _read_from(html: str) -> Iterator[str]:
    page = BeautifulSoup(html, "html.parser")
    for said in page.find_all(True):
        yield from (str(said[name]) for name in _SAID if said.get(name))
    for block in page.find_all(_BLOCKS):
        block.insert_before("\x00")
        block.insert_after("\x00")
    yield from (words for part in page.get_text().split("\x00") if (words := " ".join(part.split())))


def _in_expressions(tree: nodes.Template) -> Iterator[str]:
    for constant in tree.find_all(nodes.Const):
        if isinstance(constant.value, str) and re.match(r"[A-Z].* ", constant.value):
            yield constant.value


def _sentences_in(module: Module) -> Iterator[str]:
    silent = {id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Expr)}
    inner = {
        id(part) for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
    } - {id(node) for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr)}
    for node in ast.walk(module.tree):
        if id(node) in silent or id(node) in inner:
            continue
        words = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value
        elif isinstance(node, ast.JoinedStr):
            words = "".join(str(part.value) if isinstance(part, ast.Constant) else "{fact}" for part in node.values)
        if re.match(r"([A-Z]|\{fact\} )\S* \S+ \S", words):
            yield words
