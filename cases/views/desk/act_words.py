"""What the pages of the acts say: the heading, who is told, the button, and what each box asks."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ActPage:
    """``link`` is what the case's page offers; ``about`` says what happens; ``done`` what has."""

    link: str
    about: str
    button: str
    done: str


PAGES: Mapping[str, ActPage] = {
    "withdraw": ActPage(
        "The person withdraws it",
        "The case closes and its clocks stop. It is confirmed to them in writing.",
        "Close it as withdrawn",
        "Withdrawn and closed. It is being confirmed to them in writing.",
    ),
    "reopen": ActPage(
        "Open it again",
        "The case goes on where it stopped and its clocks run again. The person is told, with the new date.",
        "Open it again and tell the person",
        "Open again. The person is being told.",
    ),
    "freeze": ActPage(
        "Freeze it for other proceedings",
        "All its clocks stand still. The person is told why, when it is looked at again, and who they can ask. "
        "Whoever answers is told to wait.",
        "Freeze it and tell the person",
        "Frozen. The person is being told.",
    ),
    "unfreeze": ActPage(
        "Go on with it",
        "Its clocks run again, without the days between. The person and whoever answers are told the new date.",
        "Go on and tell the person",
        "It goes on. The person is being told the new date.",
    ),
    "refuse": ActPage(
        "Refuse to look into it",
        "The case closes. The person is told the reason, what you write here, and who they can ask next.",
        "Refuse it",
        "Refused. The person is being told why, and who is next.",
    ),
    "straight-on": ActPage(
        "Go straight to the next stage",
        "Stage 1 ends unanswered and the next stage opens, dated from the day both agreed. The person is told.",
        "Open the next stage",
        "The next stage is open. The person is being told.",
    ),
    "decline-next": ActPage(
        "Decline the stage they asked for",
        "The stage and the case close. The person is told the reason, what you write here, and who they can ask next.",
        "Decline it",
        "Declined. The person is being told why, and who is next.",
    ),
    "transfer": ActPage(
        "Move it to another procedure",
        "The new procedure’s clock counts from the day we received it. The clocks it had are kept, stopped. The"
        " person is told why.",
        "Move it and tell the person",
        "Moved. The person is being told.",
    ),
    "split": ActPage(
        "Split a part off",
        "The points you choose become a case of their own, linked to this one, from the same day. You confirm "
        "it like any other. The person is told both references.",
        "Split it off",
        "Split off. Confirm the new case next.",
    ),
    "merge": ActPage(
        "Join it to another case: sent twice",
        "This case closes as joined. Its points and words go on under the other reference, from the earlier "
        "day. Both are still found. The person is told.",
        "Join them",
        "Joined. The person is being told.",
    ),
    "refer-early": ActPage(
        "Refer early to the Ombudsman",
        "The last stage is left out and the case closes. The person is told how to reach the Ombudsman.",
        "Refer it",
        "Referred. The person is being told.",
    ),
    "limit-contact": ActPage(
        "Limit contact: persistent complainant",
        "The person is told what changes, why, until when and who they can ask. Each week is written down. On "
        "the day of review it is looked at again.",
        "Limit contact",
        "Contact is limited. The person is being told.",
    ),
    "log-week": ActPage(
        "Write the weekly log",
        "What came is kept together on the timeline. Deal with anything new by itself.",
        "Keep it",
        "The week is written down.",
    ),
    "end-limit": ActPage(
        "End the limit on contact",
        "Contact is as before. The person is told.",
        "End it and tell the person",
        "Ended. The person is being told.",
    ),
    "came-from": ActPage(
        "It reached another body first",
        "The day of receipt becomes the day it first reached either body, and every clock that began that day "
        "is counted again. The person is told the new date.",
        "Keep both days",
        "Kept. The dates are counted again.",
    ),
    "hand-over": ActPage(
        "Hand it over to another body",
        "The case closes here. The person is told who has it and since when.",
        "Hand it over and tell the person",
        "Handed over. The person is being told.",
    ),
}

WHAT: Mapping[str, Mapping[str, str]] = {
    "any": {
        "reason": "Why?",
        "on": "On which day?",
        "way": "How did they say so?",
        "words": "Why, in words to the person",
        "notes": "Note for the file",
        "review_on": "Look at it again on",
        "to": "Which procedure?",
        "points": "Which points?",
        "other": "Reference of the other case",
        "body": "Name of the other council or body",
        "criteria": "What is so?",
    },
    "withdraw": {"on": "Day they said so", "notes": "What they said, in their words"},
    "reopen": {"on": "Day it was brought back", "words": "What happens now, in words to the person"},
    "freeze": {
        "reason": "Which proceedings?",
        "on": "Frozen since",
        "words": "What would do harm, in words to the person",
    },
    "unfreeze": {"on": "It goes on from", "words": "What happens now, in words to the person"},
    "refuse": {},
    "straight-on": {"on": "Day both agreed", "way": "How did they agree?"},
    "decline-next": {},
    "transfer": {},
    "split": {"points": "Which points go on by themselves?", "to": "By which procedure?"},
    "merge": {"other": "Reference of the case that goes on"},
    "refer-early": {"on": "Day they agreed", "way": "How did they agree?", "words": "What else they should know"},
    "limit-contact": {"words": "What changes and why, in words to the person"},
    "log-week": {"on": "Week that ended on", "notes": "What came, and what was new in it"},
    "end-limit": {"words": "What changes now, in words to the person"},
    "came-from": {"on": "Day it first reached them"},
    "hand-over": {"on": "Day they have it from", "words": "What else they should know"},
}
