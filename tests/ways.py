"""Every way through a form, planned from its definition alone: the fewest walks in which each two answers that can go
together do.

What conditions turn on are *turns*: the answers to a question that a condition asks about or that reveals another,
and the entries of "add another". Which two can both be given on one way is counted exactly, by going through the
pages forwards with only what later conditions still ask about in mind. It uses nothing of ``webform.journey``, so that
a walk along a plan is also a check of that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import product
from typing import Any

from foundation.conditions import Condition, FieldTest, Value
from tests.answers import Answer, plain_answers, turning_answers
from webform.definition import FormDefinition, Page, Question, Then
from webform.kinds import value_of

END = "check"
WIDTH = 384
"""More turns, and steps from page to page, than a form has."""


@dataclass(frozen=True)
class Place:
    """Where one stands: at a page (or past the last), with the values that conditions from here on ask about."""

    number: int
    values: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Step:
    """One page of a walk: the answers given on it, and the rule that leads to another form from it, if one does.

    ``place`` is the same wherever this page is reached with the same values that any condition still asks about.
    """

    page: Page
    answers: Mapping[str, Answer]
    place: Place
    fork: Then | None = None


@dataclass(frozen=True)
class Walk:
    """One way from the first page to the end: what is known unasked, then page by page."""

    known: Mapping[str, str]
    steps: tuple[Step, ...]

    @property
    def answers(self) -> dict[str, Answer]:
        """All that was answered, blanks left out."""
        return {key: given for step in self.steps for key, given in step.answers.items() if given is not None}


@dataclass(frozen=True)
class _Turn:
    """One thing to do at a place: the turning answers of its page, by name and by number, and where they lead."""

    answers: Mapping[str, Answer]
    items: tuple[int, ...]
    onward: Place
    fork: Then | None = None


class Ways:
    """The ways through one form. Turns have numbers; two of them that go together are one bit of a mask."""

    def __init__(self, form: FormDefinition) -> None:
        self.form = form
        self.tests: dict[str, list[FieldTest]] = {}
        """By question, or what is known unasked: the tests that conditions make of it."""
        for page in form.pages:
            for condition in _conditions(page):
                for test in condition.tests():
                    self.tests.setdefault(test.field, []).append(test)
        revealed = {inner.key for question in form.questions() for inner in question.revealed()}
        self.turning = revealed | {
            question.key
            for question in form.questions()
            if question.key in self.tests or question.revealed() or question.kind == "add-another"
        }
        """The questions whose answers are turns."""
        self._numbers: dict[tuple[str, str], int] = {}
        self._turns: dict[Place, list[_Turn]] = {}
        self._ahead: dict[Place, tuple[int, int]] = {}
        self._alike = {
            (question.key, repr(answer)): answers
            for question in form.questions()
            if question.key in self.turning
            for answers in turning_answers(question, self.tests.get(question.key, []))
            for answer in answers
        }
        """By question and answer, all answers that nothing tells from it."""
        self._unused: dict[tuple[str, str], list[Answer]] = {}

    def possible(self) -> int:
        """Every two turns that some way holds, each turn by itself, and each step from page to page, as a mask."""
        found = 0
        for _, items, place in self._starts():
            turns, pairs = self._ahead_of(place)
            found |= pairs | self._pairs((), items) | self._before(items, turns) | self._passage("", place)
        return found

    def walks(self) -> list[Walk]:
        """Walks that hold every possible pair, and give each answer of the other questions once."""
        walks = list(self._holding)
        for walk in self._holding:
            left = -1
            while left != (left := sum(map(len, self._unused.values()))) and left:
                walks.append(self._again(walk))
        return sorted(walks, key=lambda walk: [repr(walk.known), *(repr(step.answers) for step in walk.steps)])

    def walks_giving(self, question: Question) -> Iterator[Walk]:
        """For each answer to a question, one way on which it is given."""
        key = question.key
        holding = [(walk, step) for walk in self._holding for step in walk.steps if key in step.answers]
        for given in plain_answers(question):
            walk, answered = next(way for way in holding if self._are_alike(key, way[1].answers[key], given))
            other = replace(answered, answers={**answered.answers, key: given})
            yield Walk(walk.known, tuple(other if step is answered else step for step in walk.steps))

    def _are_alike(self, key: str, one: Answer, other: Answer) -> bool:
        return self._choice(key, one) == self._choice(key, other)

    def pairs_on(self, walk: Walk) -> int:
        """What a walk holds of ``possible``."""
        items = self._items(walk.known)
        end = Place(len(self.form.pages), ())
        found = self._pairs((), items) | self._passage("", walk.steps[0].place)
        for step, onward in zip(walk.steps, [*(step.place for step in walk.steps[1:]), end], strict=True):
            now = self._items({key: step.answers[key] for key in step.answers if key in self.turning})
            found |= self._pairs(items, now) | self._passage(step.page.key, onward, step.fork)
            items += now
        return found

    @cached_property
    def _holding(self) -> list[Walk]:
        """Walks that hold every pair."""
        left, walks = self.possible(), []
        while left:
            walk, pairs = self._walk_for(left)
            assert pairs & left, "a pair that was called possible is on no way"
            left &= ~pairs
            walks.append(walk)
        return walks

    def _starts(self) -> Iterator[tuple[tuple[tuple[str, str], ...], tuple[int, ...], Place]]:
        named = [
            sorted({str(one) for test in self.tests.get(key, ()) for one in _each(test.wanted)} | {"no"})
            for key in self.form.known
        ]
        for values in product(*named):
            known = dict(zip(self.form.known, values, strict=True))
            yield tuple(known.items()), self._items(known), self._onward(0, known)

    def _items(self, answers: Mapping[str, Answer]) -> tuple[int, ...]:
        """Their numbers; answers that nothing tells apart have one."""
        names = ((key, repr(self._alike.get((key, repr(given)), [given])[0])) for key, given in answers.items())
        numbers = tuple(self._numbers.setdefault(name, len(self._numbers)) for name in names)
        assert len(self._numbers) <= WIDTH, "this form has more turns than WIDTH"
        return numbers

    def _pairs(self, before: Sequence[int], now: Sequence[int]) -> int:
        """The pairs that the turns of one page make with those before, with each other, and each by itself."""
        return sum(
            1 << (first * WIDTH + second) for place, second in enumerate(now) for first in (*before, *now[: place + 1])
        )

    def _passage(self, page: str, onward: Place, fork: Then | None = None) -> int:
        """The step from one page to the next, as if it were a turn that goes with no other."""
        return self._pairs((), self._items({f"from {page}": fork.to if fork else onward.number}))

    def _before(self, items: Sequence[int], later: int) -> int:
        """The pairs that these turns make with all of a mask of later ones."""
        found = 0
        for item in items:
            found |= later << (item * WIDTH)
        return found

    def _onward(self, number: int, values: Mapping[str, Value]) -> Place:
        """The first page from ``number`` on that is shown."""
        for place in range(number, len(self.form.pages)):
            when = self.form.pages[place].when
            if when is None or when.holds(values):
                asked = {key for page in self.form.pages[place:] for one in _conditions(page) for key in one.fields()}
                kept = {key: value for key, value in values.items() if key in asked and value not in (None, ())}
                return Place(place, tuple(sorted(kept.items())))
        return Place(len(self.form.pages), ())

    def _turns_at(self, place: Place) -> list[_Turn]:
        if place not in self._turns:
            self._turns[place] = list(self._find_turns(place)) if place.number < len(self.form.pages) else []
        return self._turns[place]

    def _find_turns(self, place: Place) -> Iterator[_Turn]:
        page = self.form.pages[place.number]
        for answers in _together(page.questions, self.turning, self.tests):
            asked = {question.key: question for question in page.all_questions() if question.key in answers}
            values = dict(place.values) | {key: value_of(asked[key], given) for key, given in answers.items()}
            if not _is_enough(page, answers, values):
                continue
            rule = next((rule for rule in page.then if rule.when is None or rule.when.holds(values)), None)
            if rule is None:
                onward = self._onward(place.number + 1, values)
            elif rule.form_key or rule.to == END:
                onward = Place(len(self.form.pages), ())
            else:
                onward = self._onward([one.key for one in self.form.pages].index(rule.to), values)
            yield _Turn(answers, self._items(answers), onward, rule if rule and rule.form_key else None)

    def _ahead_of(self, place: Place) -> tuple[int, int]:
        """What can still come from a place: the turns, and the pairs of them."""
        if place not in self._ahead:
            turns = pairs = 0
            for turn in self._turns_at(place):
                later_turns, later_pairs = self._ahead_of(turn.onward)
                turns |= later_turns | sum(1 << item for item in turn.items)
                pairs |= later_pairs | self._pairs((), turn.items) | self._before(turn.items, later_turns)
                pairs |= self._passage(self.form.pages[place.number].key, turn.onward, turn.fork)
            self._ahead[place] = turns, pairs
        return self._ahead[place]

    def _walk_for(self, left: int) -> tuple[Walk, int]:
        """A walk that holds the first pair that is left, and on its way as many of the others as it meets."""
        target = left & -left
        first, second = divmod(target.bit_length() - 1, WIDTH)

        def able(found: int, items: Sequence[int], place: Place) -> bool:
            turns, pairs = self._ahead_of(place)
            return bool((found | pairs) & target) or (first in items and bool(turns >> second & 1))

        def gained(items: Sequence[int], place: Place, turn: _Turn) -> int:
            passage = self._passage(self.form.pages[place.number].key, turn.onward, turn.fork)
            return self._pairs(items, turn.items) | passage

        def worth(items: Sequence[int], place: Place, turn: _Turn) -> tuple[int, int]:
            """How many pairs that are left a turn holds, and how many may come after it."""
            turns, pairs = self._ahead_of(turn.onward)
            later = pairs | self._before((*items, *turn.items), turns)
            return (gained(items, place, turn) & left & ~found).bit_count(), (later & left & ~found).bit_count()

        begun = {start: self._pairs((), start[1]) | self._passage("", start[2]) for start in self._starts()}
        known, items, place = start = next(start for start, found in begun.items() if able(found, start[1], start[2]))
        found = begun[start]
        steps: list[Step] = []
        while place.number < len(self.form.pages):
            ways = [
                turn
                for turn in self._turns_at(place)
                if able(found | gained(items, place, turn), (*items, *turn.items), turn.onward)
            ]
            turn = max(ways, key=partial(worth, items, place))
            steps.append(self._step(place, turn.answers, turn.fork))
            found |= gained(items, place, turn)
            items = (*items, *turn.items)
            place = turn.onward
        return Walk(dict(known), tuple(steps)), found

    def _step(self, place: Place, turning: Mapping[str, Answer], fork: Then | None) -> Step:
        """A page with its turning answers, and with the next of the plain answers to each of its other questions."""
        page = self.form.pages[place.number]
        asked = [one for one in page.all_questions() if one.key in turning or one.key not in self.turning]
        values = dict(place.values) | {one.key: value_of(one, turning.get(one.key)) for one in asked}
        answers: dict[str, Answer] = {}
        for question in asked:
            needed = question.required_when is not None and question.required_when.holds(values)
            answers[question.key] = self._next(question, turning.get(question.key), needed=needed)
        rule = page.at_least_one
        if rule is not None and not any(answers.get(key) for key in rule.of):
            free = next(question for question in page.questions if question.key in set(rule.of) - self.turning)
            answers[free.key] = plain_answers(free)[0]
        return Step(page, answers, place, fork)

    def _next(self, question: Question, like: Answer, *, needed: bool) -> Answer:
        """An answer that was not given before, if there is one, among those that are like this one or turn nothing."""
        every = self._alike.get((question.key, repr(like)), plain_answers(question))
        unused = self._unused.setdefault(self._choice(question.key, like), list(every))
        able = [one for one in every if one is not None or not needed]
        new = [one for one in able if one in unused]
        if new:
            unused.remove(new[0])
        return new[0] if new else able[-1]

    def _choice(self, key: str, given: Answer) -> tuple[str, str]:
        """What an answer is one choice of: those that are like it, or all where nothing turns on the question."""
        return key, repr(self._alike[key, repr(given)][0]) if key in self.turning else ""

    def _again(self, walk: Walk) -> Walk:
        """The same walk with the next plain answers."""
        turning = [{key: given for key, given in step.answers.items() if key in self.turning} for step in walk.steps]
        steps = [self._step(step.place, turns, step.fork) for step, turns in zip(walk.steps, turning, strict=True)]
        return Walk(walk.known, tuple(steps))


def choices_of_a_draft(form: FormDefinition) -> dict[str, list[tuple[str, str]]]:
    """Two choices for every question whose choices a draft alone offers."""
    listed = [question for question in form.questions() if question.choices_from]
    return {question.key: [("one", "Part 1"), ("two", "Part 2")] for question in listed}


def _together(
    questions: Sequence[Question], turning: set[str], tests: Mapping[str, list[FieldTest]]
) -> Iterator[dict[str, Answer]]:
    """Every combination of the turning answers of these questions, each with those of the question it reveals."""
    if not questions:
        yield {}
        return
    question, *others = questions
    for rest in _together(others, turning, tests):
        if question.key not in turning:
            yield rest
            continue
        for answer, *_ in turning_answers(question, tests.get(question.key, [])):
            chosen = answer if isinstance(answer, list) else [answer]
            revealed = [choice.reveals for choice in question.choices if choice.value in chosen and choice.reveals]
            for inner in _together(revealed, turning, tests):
                yield {question.key: answer} | inner | rest


def _is_enough(page: Page, answers: Mapping[str, Answer], values: Mapping[str, Value]) -> bool:
    """Whether nothing needed is blank; what is no turn is filled in later, as is needed."""
    for question in page.all_questions():
        if question.key in answers and answers[question.key] is None:
            needed = question.required_when.holds(values) if question.required_when else question.required
            if needed:
                return False
    rule = page.at_least_one
    return rule is None or any(answers.get(key, "filled in later") for key in rule.of)


def _conditions(page: Page) -> list[Condition]:
    found = [page.when, *(rule.when for rule in page.then), *(one.required_when for one in page.all_questions())]
    return [condition for condition in found if condition is not None]


def _each(wanted: Any) -> Sequence[Any]:
    return wanted if isinstance(wanted, tuple) else (wanted,)
