"""An authenticator app as second factor, and recovery codes for the day without it.

Whoever can open rounds, reads figures of a whole trust or of all trusts, or is of support, needs
one. A code is accepted once, and also when the clock of a phone is half a minute off.
"""

import base64
import hmac
import secrets
from datetime import datetime

import pyotp
from argon2.low_level import Type, hash_secret_raw
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from benchmark.assessment.sealing import Keys, derived, is_sealed_anew, seal, unseal
from benchmark.assessment.signing_in import HASHER, live_sign_in
from benchmark.assessment.throttling import fingerprint
from benchmark.database.accounts import RecoveryCode, SecondFactor
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.disclosure.levels import Viewer

NEEDED_BY = frozenset({"coordinator", "executive", "national"})
ISSUER = "Management Practice Benchmark"
SECONDS = 30  # a code is new as often
DRIFT = (0, -1, 1)  # steps by which a clock may be off
RECOVERY_CODES = 10
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else
CODE_BYTES, CODE_LETTERS = 10, 10  # 50 bits, behind a slow hash and a throttle
SECRET_BYTES = 20  # as RFC 4226 recommends


def needs_second_factor(viewer: Viewer) -> bool:
    return bool(viewer.supports) or any(seat.role in NEEDED_BY for seat in viewer.seats)


def second_factor_of(session: Session, person_id: int) -> SecondFactor | None:
    return session.get(SecondFactor, person_id)


def offered_secret(session: Session, keys: Keys, sign_in: str, person_id: int) -> str:
    """The secret that this sign-in may set up; the same each time its page is read.

    It is derived and not stored, so that reading the page changes nothing.
    """
    known = second_factor_of(session, person_id)
    before = known.confirmed_at.isoformat() if known else ""
    purpose = f"second factor for {fingerprint(sign_in)} after {before}"
    return base64.b32encode(derived(keys[0], purpose, SECRET_BYTES)).decode()


def address_of_secret(secret: str, person: Person) -> str:
    """What an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)


def set_up(session: Session, keys: Keys, person: Person, secret: str, code: str) -> bool:
    """Keep the secret once a code proves that the app has it; an earlier app ends with it."""
    step = _step_of(secret, code, now(), after=0)
    if step is None:
        return False
    forget(session, person.id)
    factor = SecondFactor(
        person_id=person.id,
        sealed_secret=seal(keys, _owner(person.id), secret),
        last_step=step,
        recovery_salt="",
        confirmed_at=now(),
    )
    session.add(factor)
    session.flush()
    return True


def accepts(session: Session, keys: Keys, person_id: int, code: str, moment: datetime) -> bool:
    """Whether the code is right: one of the app that was not used before, or a recovery code."""
    # of two who send the same code at once, the second waits here and then finds it used
    factor = session.get(SecondFactor, person_id, with_for_update=True, populate_existing=True)
    if factor is None:
        return False
    plain = "".join(code.split()).replace("-", "").lower()
    if plain.isdecimal():
        return _accepts_app(session, keys, factor, plain, moment)
    return _accepts_recovery(session, factor, plain, moment)


def _accepts_app(
    session: Session, keys: Keys, factor: SecondFactor, code: str, moment: datetime
) -> bool:
    owner = _owner(factor.person_id)
    secret = unseal(keys, owner, factor.sealed_secret)
    step = _step_of(secret, code, moment, after=factor.last_step) if secret else None
    if secret is None or step is None:
        return False
    factor.last_step = step
    if not is_sealed_anew(keys, owner, factor.sealed_secret):
        factor.sealed_secret = seal(keys, owner, secret)
    session.flush()
    return True


def _step_of(secret: str, code: str, moment: datetime, after: int) -> int | None:
    """The step of time to which a code belongs, if it is later than the last accepted one."""
    app, current = pyotp.TOTP(secret), int(moment.timestamp()) // SECONDS
    digits = "".join(code.split())
    steps = [
        current + drift
        for drift in DRIFT
        if hmac.compare_digest(app.generate_otp(current + drift).encode(), digits.encode())
    ]
    return next((step for step in steps if step > after), None)


def _accepts_recovery(session: Session, factor: SecondFactor, code: str, moment: datetime) -> bool:
    unused = update(RecoveryCode).where(
        RecoveryCode.person_id == factor.person_id,
        RecoveryCode.code_hash == _slow_hash(code, factor.recovery_salt),
        RecoveryCode.used_at.is_(None),
    )
    spent = session.execute(unused.values(used_at=moment).returning(RecoveryCode.person_id))
    return spent.first() is not None


def make_recovery_codes(session: Session, keys: Keys, person_id: int, sign_in: str) -> None:
    """Ten new codes in the place of all earlier ones, for this sign-in to be shown."""
    factor = session.get_one(SecondFactor, person_id, with_for_update=True)
    factor.recovery_salt = secrets.token_hex(16)
    factor.codes_for = fingerprint(sign_in)
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    for code in _codes(keys, factor):
        kept = _slow_hash(code.replace("-", ""), factor.recovery_salt)
        session.add(RecoveryCode(person_id=person_id, code_hash=kept))
    session.flush()


def codes_to_show(session: Session, keys: Keys, person_id: int, sign_in: str) -> list[str]:
    """The codes, to the sign-in that made them, until its owner says that they are kept."""
    factor = second_factor_of(session, person_id)
    if factor is None or factor.codes_for != fingerprint(sign_in):
        return []
    return _codes(keys, factor)


def codes_are_kept(session: Session, person_id: int) -> None:
    factor = second_factor_of(session, person_id)
    if factor is not None:
        factor.codes_for = None
        session.flush()


def codes_left(session: Session, person_id: int) -> int:
    unused = select(func.count()).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(unused) or 0


def _codes(keys: Keys, factor: SecondFactor) -> list[str]:
    """Derived from the secret key and the sign-in, so that they can be shown without being kept."""
    purpose = f"recovery codes of {factor.person_id} {factor.recovery_salt} {factor.codes_for}"
    stream = derived(keys[0], purpose, RECOVERY_CODES * CODE_BYTES)
    parts = (stream[at : at + CODE_BYTES] for at in range(0, len(stream), CODE_BYTES))
    codes = ("".join(LETTERS[byte % len(LETTERS)] for byte in part) for part in parts)
    return [f"{code[: CODE_LETTERS // 2]}-{code[CODE_LETTERS // 2 :]}" for code in codes]


def _slow_hash(code: str, salt: str) -> str:
    """As slow as a password's; one salt for all ten, so that a try costs one hash."""
    return hash_secret_raw(
        code.encode("utf-8", "surrogatepass"),
        (salt or "no codes were made").encode(),
        time_cost=HASHER.time_cost,
        memory_cost=HASHER.memory_cost,
        parallelism=HASHER.parallelism,
        hash_len=32,
        type=Type.ID,
    ).hex()


def forget(session: Session, person_id: int) -> None:
    """Take the app and its codes away."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    factor = second_factor_of(session, person_id)
    if factor is not None:
        session.delete(factor)
    session.flush()


def has_passed(session: Session, token: str) -> bool:
    """Whether this sign-in has given its second factor."""
    sign_in = live_sign_in(session, token)
    return sign_in is not None and sign_in.second_factor_at is not None


def _owner(person_id: int) -> str:
    return f"second factor of {person_id}"
