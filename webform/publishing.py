"""Publishing forms: numbered versions that never change, so that a person half-way stays on the one they began.

An authority's lists (services, what people may ask for) are written into a version when it is published, so that a
version says all that was asked; beside it stands the form without them, which later drafts begin from. A shipped form
is published only until the team has published its own. Must not decide whether a form is sound: reading a definition
does.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from wtforms import Form

from authorities.models import Authority
from authorities.profile import LIST_NAMES, Profile
from authorities.publishing import current_profile
from foundation.clock import now
from foundation.database import db
from foundation.errors import Invalid, NotFound
from foundation.events import publish
from foundation.yaml_files import load
from webform.checker import FROM_DRAFT
from webform.definition import Choice, FormDefinition, Page, Question, WrittenForm
from webform.models import FormVersion
from webform.page_form import form_class

STARTER_FORMS = Path(__file__).parent / "starter_forms"

SYSTEM = "system"
"""Who publishes the forms as shipped."""

Lists = Mapping[str, Sequence[Choice]]
SomeForm = TypeVar("SomeForm", bound=WrittenForm)


@dataclass(frozen=True)
class PublishedForm:
    """One version, read once for the life of the process: it never changes."""

    version_id: UUID
    definition: FormDefinition
    _classes: dict[str, type[Form]] = field(default_factory=dict, compare=False, repr=False)

    def form_class(self, page: Page) -> type[Form]:
        """The WTForms class of a page of this version, made once."""
        if page.key not in self._classes:
            self._classes[page.key] = form_class(page)
        return self._classes[page.key]


_read: dict[UUID, PublishedForm] = {}


def form_of(version_id: UUID) -> PublishedForm:
    """The form published as one version. Raises ``NotFound``."""
    if version_id not in _read:
        version = db.session.get(FormVersion, version_id)
        if version is None:
            raise NotFound("There is no such version of a form.")
        _read[version_id] = PublishedForm(version_id, FormDefinition.model_validate(version.content))
    return _read[version_id]


def live_form(authority_id: UUID, key: str) -> PublishedForm:
    """The newest version of an authority's form. Raises ``NotFound``."""
    version_id = db.session.scalar(
        select(FormVersion.id)
        .where(FormVersion.authority_id == authority_id, FormVersion.key == key)
        .order_by(FormVersion.number.desc())
        .limit(1)
    )
    if version_id is None:
        raise NotFound("There is no such form here.")
    return form_of(version_id)


def live_versions(authority_id: UUID) -> dict[str, FormVersion]:
    """The newest version of each of an authority's forms, by the form's key."""
    newest = db.session.scalars(
        select(FormVersion)
        .where(FormVersion.authority_id == authority_id)
        .ext(distinct_on(FormVersion.key))
        .order_by(FormVersion.key, FormVersion.number.desc())
    )
    return {version.key: version for version in newest}


def publish_form(
    authority_id: UUID, data: object, lists: Lists, *, by: str = SYSTEM, note: str = "", shipped_digest: str = ""
) -> FormVersion:
    """Publish a definition (as YAML or JSON gives it) as the next version; the same content again changes nothing.

    ``note`` says what changed and why, ``shipped_digest`` which shipped form was known. Raises ``Invalid`` naming
    everything that is wrong with it, other forms it leads to that do not exist included.
    """
    try:
        written = FormDefinition.model_validate(data)
        definition = with_lists(written, lists)
    except ValidationError as error:
        raise Invalid("; ".join(str(fault["msg"]) for fault in error.errors())) from None
    existing = live_versions(authority_id)
    for other in sorted(definition.other_forms() - set(existing)):
        raise Invalid(f"It leads to the form {other}, which is not published.")
    source, content = written.as_data(), definition.as_data()
    digest = digest_of({"source": source, "content": content})
    newest = existing.get(definition.key)
    if newest is not None and digest == newest.digest:
        return newest
    version = FormVersion(
        authority_id=authority_id,
        key=definition.key,
        number=newest.number + 1 if newest else 1,
        content=content,
        source=source,
        digest=digest,
        published_at=now(),
        published_by=by,
        note=note,
        shipped_digest=shipped_digest,
    )
    db.session.add(version)
    db.session.flush()
    publish(
        "form.published",
        stream=("form-version", version.id),
        authority_id=authority_id,
        payload={"form_key": version.key, "number": version.number},
        actor=by,
    )
    return version


@cache
def shipped_forms() -> Mapping[str, WrittenForm]:
    """The forms the product ships, by key; one that leads to another comes after it."""
    forms = [WrittenForm.model_validate(load(path)) for path in sorted(STARTER_FORMS.glob("*.yaml"))]
    by_key = {form.key: form for form in forms}
    leads_to = {key: form.other_forms() & by_key.keys() for key, form in by_key.items()}
    return MappingProxyType({key: by_key[key] for key in TopologicalSorter(leads_to).static_order()})


def seed_forms(authority: Authority) -> None:
    """Publish the shipped forms for an authority, with its lists.

    Those that have not changed stay as they are, and so does every form whose live version the team published.
    """
    lists = lists_of(current_profile(authority.id))
    live = live_versions(authority.id)
    for key, form in shipped_forms().items():
        if key not in live or live[key].published_by == SYSTEM:
            source = form.as_data()
            publish_form(authority.id, source, lists, shipped_digest=digest_of(source))


def digest_of(data: Mapping[str, Any]) -> str:
    """A mark of a form's data, the same for equal data."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def lists_of(profile: Profile) -> Lists:
    """The lists of a profile that forms may offer, in the words for the public; services by name, to be found.

    Codes that are no longer used are left out: an old version keeps them, a new one cannot offer them.
    """
    services = [Choice(value=service.key, label=service.public_name) for service in profile.services]
    lists: dict[str, Sequence[Choice]] = {"services": sorted(services, key=lambda choice: choice.label.casefold())}
    for name in sorted(LIST_NAMES):
        lists[name] = [Choice(value=code.key, label=code.public_name) for code in profile.codes(name) if code.is_open]
    return lists


def list_name(question: Question) -> str:
    """What the list of a question's choices is called: an authority's, or this question's of one draft."""
    return f"{FROM_DRAFT}:{question.key}" if question.choices_from == FROM_DRAFT else question.choices_from


def with_lists(definition: SomeForm, lists: Lists) -> SomeForm:
    """The same form with the choices of its lists filled in. A list that is not among ``lists`` stays to be filled.

    A question's own choices come after those of the list; one of its own with the same value stands in its place.
    """

    def filled(question: Question) -> dict[str, Any]:
        data = question.model_dump(mode="json", exclude_defaults=True)
        name = list_name(question)
        if name in lists:
            own = {choice.value: choice for choice in question.choices}
            listed = [choice for choice in lists[name] if choice.value not in question.without]
            first = [own.get(choice.value, choice) for choice in listed]
            rest = [choice for choice in question.choices if choice not in first]
            data["choices"] = [choice.model_dump(mode="json", exclude_defaults=True) for choice in (*first, *rest)]
            data.pop("choices_from")
            data.pop("without", None)
        return data

    data = definition.as_data()
    for page, page_data in zip(definition.pages, data["pages"], strict=True):
        if page.questions:
            page_data["questions"] = [filled(question) for question in page.questions]
    return type(definition).model_validate(data)
