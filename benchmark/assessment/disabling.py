"""Closing an account, for whatever reason: at once, everywhere, and so that it can be opened again.

What the person has answered, written and released stays, under their name.
"""

from sqlalchemy.orm import Session

from benchmark.assessment.password_links import spend_links
from benchmark.assessment.refusals import Refused
from benchmark.assessment.signing_in import end_sign_ins
from benchmark.database.people import Person
from benchmark.database.schema import now


def disable(session: Session, person: Person) -> bool:
    """Sign somebody out everywhere and let them in no more. False if that was so already."""
    if person.disabled_at is not None:
        return False
    person.disabled_at = now()
    end_sign_ins(session, person.id)
    spend_links(session, person.id, person.disabled_at)
    session.flush()
    return True


def enable(session: Session, person: Person) -> bool:
    """Let somebody sign in again, with the password they had. False if they could already.

    Raises ``Refused`` for somebody who was erased: there is nobody to let in.
    """
    if person.erased_at is not None:
        raise Refused("This person was erased: nobody can be let in again")
    if person.disabled_at is None:
        return False
    person.disabled_at = None
    session.flush()
    return True
