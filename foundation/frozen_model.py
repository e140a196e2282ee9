"""Values read from data, a profile, rules or a file: checked once, then never changed."""

from pydantic import BaseModel, ConfigDict


class FrozenModel(BaseModel):
    """What such values have in common: a word that is not known is refused, and nothing changes once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
