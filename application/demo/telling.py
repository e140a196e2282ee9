"""How the people of the script tell the invented council: by the public form, or through an officer.

Goes through the same operations as a browser and the intake screen. Runs in the caller's transaction.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from application.demo.council import Council
from application.demo.script import Matter, Story
from cases.actors import by_officer
from cases.intake import ChildGiven, Intake, PersonGiven, PointGiven
from cases.models import Case
from cases.opening import open_case
from foundation.clock import business_now
from foundation.database import db
from foundation.errors import Invalid
from webform.drafts import Choices, begin, filling_of, keep
from webform.models import Submission
from webform.submissions import submit

PHONE = "01632 960"
"""Numbers kept by Ofcom for fiction, so that none can ring."""


def tell(council: Council, story: Story, matter: Matter, number: int) -> UUID:
    """Tell one story; gives the id of the submission, or of the case an officer took in."""
    if story.channel != "e-form":
        return _take_in(council, story, matter, number).id
    answers = _young_answers(story, matter) if story.form == "young-people" else _answers(story, matter, number)
    return send_form(story.form, council.authority.id, answers).id


def send_form(
    form_key: str,
    authority_id: UUID,
    answers: Mapping[str, Any],
    *,
    about: tuple[str, UUID] | None = None,
    known: Mapping[str, str] | None = None,
    choices: Choices | None = None,
) -> Submission:
    """Go through every page of a form with these answers, and send it. Raises ``Invalid`` where a page wants more."""
    draft, _ = begin(form_key, authority_id, about=about, known=known, choices=choices, answers=answers)
    filling = filling_of(draft)
    while (key := filling.first_unfinished()) is not None:
        page = next(page for page in filling.journey.pages if page.key == key)
        if page.key in filling.seen:
            raise Invalid(f"{page.key}: {filling.problems(page)}", field=page.key)
        filling = keep(draft, page, {})
    return submit(draft, business_now())


def case_told(told_id: UUID) -> Case:
    """The case of what ``tell`` gave the id of. Raises NoResultFound while it is not open."""
    return db.session.execute(select(Case).where((Case.submission_id == told_id) | (Case.id == told_id))).scalar_one()


def _answers(story: Story, matter: Matter, number: int) -> dict[str, Any]:
    """What somebody types and ticks, question by question of the entry form."""
    answers: dict[str, Any] = {
        "kind": story.kind,
        "something_else": "none-of-these",
        "who_are_you": story.who,
        "child_involved": "yes" if story.child else "no",
        "children": [{"name": story.child, "relationship": _relationship(story)}],
        "call_about": matter.gist,
        "call_choice": story.call,
        "points": [point.model_dump(exclude_none=True) for point in matter.points],
        "message": "I would like to know who to ask about a place in a group for parents.",
        "data_right": story.right,
        "whose_data": "mine",
        "data_wanted": "The notes of the meetings about my family",
        "data_period": "Since last summer",
        "data_happened": "A letter about us went to the address where we lived before",
        "data_linked": "no",
        "member_name": story.name,
        "member_office": "councillor",
        "member_area": "Bracken Market",
        "enquiry_words": "How long do families in my ward wait for a short break, and what help is there meanwhile?",
        "constituent_complains": "no",
        "comment_words": "The waiting room needs a corner where bigger children can sit.",
        "reply_wanted": "yes",
        "compliment_words": "Our worker listened, rang when she said she would, and made a hard month easier.",
        "about_named": "yes" if story.names else "no",
        "named_people": [{"name": story.names}] if story.names else [],
        "harm_tick": ["child-may-have-been-hurt"] if story.harm else ["none"],
        "service": matter.service,
        "outcome_sought": list(matter.outcomes),
        "name": story.name,
        "call_times": ["weekday-morning", "weekday-afternoon"],
        "talk_how": "call",
        "safe_times": ["weekday-afternoon"],
        "may_leave_message": "no",
        "ring_as_well": "no",
    }
    if not story.child:
        del answers["children"]
    if story.contact == "post":
        answers |= {"postal_address": _address(number), "may_write": "yes"}
    else:
        answers["email"] = _email(story)
    if story.call != "take-complaint":
        answers["phone"] = _phone(number)
    return answers


def _young_answers(story: Story, matter: Matter) -> dict[str, Any]:
    return {
        "not_safe": "no",
        "first_name": story.name,
        "age": story.age,
        "what_happened": " ".join(point.what for point in matter.points),
        "how_feel": "Forgotten.",
        "what_would_help": "Somebody to sit down with me and sort it out.",
        "advocate": story.advocate or "no",
        "how_reach": ["email"],
        "email": _email(story),
    }


def _take_in(council: Council, story: Story, matter: Matter, number: int) -> Case:
    """What came by telephone, letter or email, as an officer types it."""
    person = PersonGiven(
        name=story.name,
        relationship=story.who,
        email=_email(story) if story.contact == "email" else None,
        phone=_phone(number),
        postal_address=_address(number) if story.contact == "post" else None,
        talk_how="call",
    )
    intake = Intake(
        received_at=business_now(),
        channel=story.channel,
        kind=story.kind,
        person=person,
        point_of_receipt="complaints-team",
        call_choice=story.call,
        child_involved="yes" if story.child else "no",
        children=(ChildGiven(name=story.child),) if story.child else (),
        points=tuple(PointGiven(point.what, point.when) for point in matter.points),
        service=matter.service,
        outcomes_sought=matter.outcomes,
        gist=matter.gist,
    )
    return open_case(council.authority.id, intake, by_officer(council.officer("officer").id))


def _relationship(story: Story) -> str:
    return "a child I foster" if story.who == "foster-carer" else "my child"


def _email(story: Story) -> str:
    return f"{story.name.lower().replace(' ', '.')}@post.example"


def _phone(number: int) -> str:
    return f"{PHONE}{number:03d}"


def _address(number: int) -> str:
    return f"{number} Invented Row\nBracken Market\nZZ1 1ZZ"
