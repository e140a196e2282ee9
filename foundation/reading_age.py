"""How old one must be to read a text with ease: the Automated Readability Index, as an age.

R. J. Senter and E. A. Smith, "Automated Readability Index" (AMRL-TR-66-220, 1967): the grade is 4.71 × letters per
word + 0.5 × words per sentence − 21.43, and a child in grade 1 is six. It counts letters, not syllables, so that the
same text always comes to the same number. It is rough for a text of few words: judge a page as a whole.

Pure. Must not know whose words it is given, nor decide how old is too old.
"""

import re

YOUNGEST = 5.0
"""What the easiest text comes to: before that nobody reads."""

_PER_LETTER, _PER_WORD, _GRADE_AT_NONE, _AGE_AT_GRADE_NONE = 4.71, 0.5, 21.43, 5.0

# What is recognised at a glance and not read letter by letter counts as one short word.
_AT_A_GLANCE = re.compile(
    r"""
    \{[a-z_]+\}                           # a fact such as {phone}
    | https?://[^\s<>"]+ | www\.[^\s<>"]+
    | [^\s@<>()]+@[^\s@<>()]+\.[a-z]+     # an address of email
    | \+?\d[\d\s]{5,}\d                   # a telephone number, however it is spaced
    | \d[\d.,:/]*\d | \d                  # a number, a time, a sum
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SHORT = "word"
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_NUMBERED = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|No|vs|e\.g|i\.e|[A-Z])\.$")
_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)")


def reading_age(text: str) -> float:
    """The age, in years, at which this reads with ease; ``YOUNGEST`` where there are no words.

    Web and email addresses, numbers and ``{facts}`` each count as one short word.
    """
    sentences = [_words(sentence) for sentence in sentences_of(text)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return YOUNGEST
    letters = sum(sum(letter.isalnum() for letter in word) for word in words)
    grade = _PER_LETTER * letters / len(words) + _PER_WORD * len(words) / len(sentences) - _GRADE_AT_NONE
    return max(YOUNGEST, grade + _AGE_AT_GRADE_NONE)


def sentences_of(text: str) -> list[str]:
    """Its sentences in order. A line end ends one, as between the items of a list; a line without words is none."""
    found: list[str] = []
    for line in text.splitlines():
        rest, start = _NUMBERED.sub("", line), 0
        for end in _END.finditer(rest):
            if not _ABBREVIATED.search(rest[: end.end()]):
                found.append(rest[start : end.end()].strip())
                start = end.end()
        found.append(rest[start:].strip())
    return [sentence for sentence in found if _words(sentence)]


def longest_sentence(text: str) -> str:
    """The sentence with the most words; ``""`` where there are none."""
    return max(sentences_of(text), key=lambda sentence: len(_words(sentence)), default="")


def words_in(text: str) -> int:
    """How many words it has, counted as ``reading_age`` counts them."""
    return len(_words(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(_AT_A_GLANCE.sub(_SHORT, text))
