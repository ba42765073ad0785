"""How places are written in addresses."""

from werkzeug.routing import BaseConverter, Map


class TrustCode(BaseConverter):
    """``zzn`` in an address is the trust ZZN."""

    regex = "[A-Za-z0-9]{1,10}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value.lower()


class DivisionKey(BaseConverter):
    regex = "[a-z][a-z0-9-]{0,59}"


class PracticeKey(BaseConverter):
    regex = "[a-z][a-z-]{1,39}"


class QuestionnaireIdentity(BaseConverter):
    """``management-practice-1.0``: a name and a version."""

    regex = r"[a-z][a-z-]{1,39}-[0-9]+\.[0-9]+"


class RandomId(BaseConverter):
    regex = "[a-z0-9]{16}"


class LeadRole(BaseConverter):
    regex = "clinical|operational|nursing"


class RoundStep(BaseConverter):
    """What a coordinator does with a round, a page each."""

    regex = "edit|open|delete|extend|level|close|abandon|missing"


class LeadStep(BaseConverter):
    regex = "replace|join"


class DivisionStep(BaseConverter):
    regex = "rename|end|merge|split"


class TenureStep(BaseConverter):
    regex = "change|end|access"


class OfferKind(BaseConverter):
    regex = "shows|asks"


class LinkToken(BaseConverter):
    """Whatever a mail program has made of a link: one that was cut off gets the same page."""

    regex = "[^/]{1,200}"


class Digest(BaseConverter):
    regex = "[0-9a-f]{64}"


def add_converters(url_map: Map) -> None:
    url_map.converters.update(
        trust=TrustCode,
        division=DivisionKey,
        practice=PracticeKey,
        questionnaire=QuestionnaireIdentity,
        id=RandomId,
        digest=Digest,
        token=LinkToken,
        lead=LeadRole,
        round_step=RoundStep,
        lead_step=LeadStep,
        offer_kind=OfferKind,
        division_step=DivisionStep,
        tenure_step=TenureStep,
    )
