"""The letter that answers a complaint, made from what was found.

Pure: takes the findings, the apology, what will be done and what the person may do next, and gives paragraphs in
order; the email and the printed letter are both made from them. Must not decide a finding, choose who signs or know
where a letter goes. Ordinary words unless the authority's setting asks for the formal ones, and fewer still for a
young person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from foundation.day_words import full_day

Kind = Literal["heading", "text", "item", "link"]

PLAIN_FINDINGS = {
    "upheld": "We agree with you about this.",
    "partially-upheld": "We agree with part of what you say about this.",
    "not-upheld": "We have looked at this and we do not agree.",
    "no-finding": "We could not find out enough to say who is right about this.",
}
FORMAL_FINDINGS = {
    "upheld": "We uphold this point.",
    "partially-upheld": "We partially uphold this point.",
    "not-upheld": "We do not uphold this point.",
    "no-finding": "We make no finding on this point.",
}
YOUNG_FINDINGS = {
    "upheld": "You were right about this.",
    "partially-upheld": "You were right about some of this.",
    "not-upheld": "We looked at this carefully. We do not think we got it wrong.",
    "no-finding": "We tried to find out what happened. We could not be sure.",
}

SPOKEN = {"call": "on the telephone", "video": "by video", "meeting": "when we met"}

LINK = "[link]"
"""Stands for the person's own link. Links are made anew at each sending and never kept, so the letter as kept
has this in its place."""

OMBUDSMAN = (
    "You can take this to the Local Government and Social Care Ombudsman, who looks into complaints about councils. "
    "The Ombudsman is independent of us and free. Ring 0300 061 0614, or go to www.lgo.org.uk."
)


SAFETY = "If you are not safe now, ring 999. To talk to somebody at any time, ring Childline on 0800 1111."


@dataclass(frozen=True)
class AnsweredPoint:
    """One point in the person's words, what was found and why."""

    number: int
    words: str
    finding: str
    reasons: str


@dataclass(frozen=True)
class Promise:
    """One thing that will be done, whose job it is and by when."""

    what: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class Spoken:
    """That somebody spoke with the person: ``how`` is call, video or meeting."""

    how: str
    on: date


@dataclass(frozen=True)
class NextStep:
    """The stage the person may ask for, in ordinary words, and by when we ask them to if they can.

    ``ask_by`` is a request, never a limit: neither the Regulations nor the Code sets one after a first answer.
    """

    name: str
    ask_by: date | None


@dataclass(frozen=True)
class Contact:
    """How to reach the complaints team."""

    phone: str
    email: str
    address: str


@dataclass(frozen=True)
class LetterFacts:
    """Everything a letter is made from."""

    reference: str
    council: str
    person_name: str
    received_on: date
    points: Sequence[AnsweredPoint]
    apology: str
    remedy: str
    promises: Sequence[Promise]
    spoken: Spoken | None
    only_confirms: bool
    """The person has had the answer by word of mouth, and this puts it in writing."""
    next_step: NextStep | None
    contact: Contact
    signed_by: str
    signed_job: str
    is_young: bool = False
    uses_formal_findings: bool = False
    is_last_word: bool = False
    """The council's own procedure ends here, so the Ombudsman comes next."""


@dataclass(frozen=True)
class Paragraph:
    """One block of the letter."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class Letter:
    """A letter in order, from greeting to name."""

    greeting: str
    paragraphs: tuple[Paragraph, ...]
    closing: tuple[str, ...]

    @property
    def has_link(self) -> bool:
        """Whether the letter offers a further stage."""
        return any(paragraph.kind == "link" for paragraph in self.paragraphs)

    def text(self) -> str:
        """The letter as plain text, blocks parted by a blank line; ``LINK`` stands where the link goes."""
        return "\n\n".join((self.greeting, *_text_blocks(self.paragraphs), "\n".join(self.closing)))

    def around_link(self) -> tuple[str, str]:
        """The words before and after the link, which the message puts between them at each sending.

        Raises ``ValueError`` for a letter without a link.
        """
        place = [paragraph.kind for paragraph in self.paragraphs].index("link")
        before, after = self.paragraphs[:place], self.paragraphs[place + 1 :]
        return (
            "\n\n".join((self.greeting, *_text_blocks(before))),
            "\n\n".join((*_text_blocks(after), "\n".join(self.closing))),
        )


def write_letter(facts: LetterFacts) -> Letter:
    """The letter that these facts make."""
    paragraphs = [
        *_opening(facts),
        *_points(facts),
        *_apology(facts),
        *_what_we_will_do(facts),
        *_next(facts),
        *_advocate(facts),
        *_help(facts),
    ]
    greeting = f"Hello {facts.person_name}," if facts.is_young else f"Dear {facts.person_name},"
    closing = tuple(line for line in (facts.signed_by, facts.signed_job, facts.council) if line)
    return Letter(greeting, tuple(paragraphs), closing)


def _opening(facts: LetterFacts) -> list[Paragraph]:
    spoken = facts.spoken
    if facts.is_young:
        lines = ["Thank you for telling us what happened. This is our answer."]
        if spoken:
            lines.append(f"We talked {SPOKEN.get(spoken.how, '')} on {full_day(spoken.on)}.".replace("  ", " "))
    else:
        lines = [
            f"Thank you for telling us what went wrong. Your message reached us on {full_day(facts.received_on)} "
            f"and its reference is {facts.reference}."
        ]
        if not spoken:
            lines[0] += " This is our answer."
        if spoken:
            how = {"meeting": "We met", "video": "We spoke by video"}.get(spoken.how, "We spoke on the telephone")
            why = "confirms what we told you" if facts.only_confirms else "is our full answer in writing"
            lines.append(f"{how} on {full_day(spoken.on)}. This letter {why}.")
    return [Paragraph("text", line) for line in lines]


def _points(facts: LetterFacts) -> list[Paragraph]:
    if facts.is_young:
        findings, told = YOUNG_FINDINGS, "You said"
    else:
        findings, told = FORMAL_FINDINGS if facts.uses_formal_findings else PLAIN_FINDINGS, "You told us"
    paragraphs: list[Paragraph] = []
    for point in facts.points:
        if len(facts.points) > 1:
            paragraphs.append(Paragraph("heading", f"Point {point.number}"))
        paragraphs += [
            Paragraph("text", f"{told}: {point.words}"),
            Paragraph("text", findings[point.finding]),
            *_blocks(point.reasons),
        ]
    return paragraphs


def _apology(facts: LetterFacts) -> list[Paragraph]:
    return _blocks(facts.apology)


def _what_we_will_do(facts: LetterFacts) -> list[Paragraph]:
    if not facts.remedy and not facts.promises:
        return []
    promises = [
        Paragraph(
            "item",
            f"{promise.what.rstrip('.')}. {promise.owner} will see to it by {full_day(promise.due_on)}.",
        )
        for promise in facts.promises
    ]
    return [Paragraph("heading", "What we will do"), *_blocks(facts.remedy), *promises]


def _next(facts: LetterFacts) -> list[Paragraph]:
    step, contact = facts.next_step, facts.contact
    paragraphs = [Paragraph("heading", "If this has not put things right")]
    if step is None:
        return [*paragraphs, Paragraph("text", OMBUDSMAN)] if facts.is_last_word else []
    if facts.is_young:
        paragraphs += [
            Paragraph(
                "text",
                f"You can ask for {step.name}. You do not have to say why. You can use this link, or just tell us:",
            ),
            Paragraph("link", LINK),
            Paragraph("text", f"You can ring {contact.phone}, or ask somebody you trust to tell us."),
        ]
        return paragraphs
    paragraphs += [
        Paragraph(
            "text", f"You can ask for {step.name}. You do not have to give a reason. The quickest way is this link:"
        ),
        Paragraph("link", LINK),
        Paragraph(
            "text",
            f"Or tell us in any words you like: ring {contact.phone}, email {contact.email}, write to us, "
            "or ask somebody to tell us for you.",
        ),
    ]
    if step.ask_by:
        paragraphs.append(
            Paragraph(
                "text",
                f"It helps if you can ask by {full_day(step.ask_by)}, while things are fresh. "
                "If you need longer, you can still ask.",
            )
        )
    return paragraphs


def _advocate(facts: LetterFacts) -> list[Paragraph]:
    if not facts.is_young:
        return []
    return [
        Paragraph("heading", "Somebody on your side"),
        Paragraph(
            "text",
            "An advocate can help you say what you think. It is free. They work for you, not for us. "
            f"Ring {facts.contact.phone} and ask for an advocate, and we will find you one.",
        ),
        Paragraph("text", "Telling us will not get you into trouble and will not change the help you get."),
        Paragraph("text", SAFETY),
    ]


def _help(facts: LetterFacts) -> list[Paragraph]:
    if facts.is_young:
        return []
    return [
        Paragraph(
            "text",
            f"If you would like this letter explained, or in another form or language, ring {facts.contact.phone}.",
        )
    ]


def _blocks(words: str) -> list[Paragraph]:
    """What somebody typed, one paragraph for each block parted by a blank line."""
    blocks = [" ".join(block.split()) for block in words.replace("\r\n", "\n").split("\n\n")]
    return [Paragraph("text", block) for block in blocks if block]


def _text_blocks(paragraphs: Sequence[Paragraph]) -> list[str]:
    """Items of one list stand on lines of their own without a blank line between them."""
    blocks: list[str] = []
    was_item = False
    for paragraph in paragraphs:
        if paragraph.kind == "item" and was_item:
            blocks[-1] += f"\n- {paragraph.words}"
        else:
            blocks.append(f"- {paragraph.words}" if paragraph.kind == "item" else paragraph.words)
        was_item = paragraph.kind == "item"
    return blocks
