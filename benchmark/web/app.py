"""The web application: one transaction a request, access decided before the view runs."""

from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, g, request
from flask_wtf import CSRFProtect
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response
from whitenoise import WhiteNoise

from benchmark.assessment.freezing import read_unchanged
from benchmark.database.migration import check_schema
from benchmark.database.session import open_database, transaction, without_secrets
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.account.provider import add_sign_on
from benchmark.web.answered import Teller, note_route, watched
from benchmark.web.api.bearer import count_this_use, find_readers
from benchmark.web.audited import refuse_unaudited
from benchmark.web.components import configure_templates, environment_options, static_folder
from benchmark.web.context import add_context, shows_invented
from benchmark.web.cookies import SIGN_IN_COOKIE, CookiesForPlace
from benchmark.web.errors import add_error_pages
from benchmark.web.headers import A_YEAR, STATIC, guarded
from benchmark.web.login import add_login, remember_seen_here
from benchmark.web.logs import identified, tell
from benchmark.web.metrics import count, counts_for
from benchmark.web.noticed import add_notices
from benchmark.web.places import add_converters
from benchmark.web.receiving import LARGEST_BODY, MOST_FIELDS, BoundedRequest, receive
from benchmark.web.recording import READING, Note, note_of, record_apart, record_note, refusal_of
from benchmark.web.security import (
    Access,
    NotTheirs,
    admit,
    declared_access,
    is_api,
    refuse_undeclared,
)
from benchmark.web.settings import Settings, SettingsFault
from benchmark.web.views import BLUEPRINTS

CSRF = CSRFProtect()
ALIVE = "information.alive"
# asks another server first, and no lock may wait for that: it opens a short transaction of its own
ASK_OTHERS = frozenset({"sign_on.finish"})


class Benchmark(Flask):
    """Flask, with our transaction and access check around each view."""

    engine: Engine
    questionnaires: dict[str, Questionnaire]  # the files; rounds read their frozen copies
    request_class = BoundedRequest

    def dispatch_request(self) -> Any:
        if request.endpoint == ALIVE:
            return super().dispatch_request()  # it answers while the database is away
        count_this_use(self.engine)
        try:
            answer, note = self._answered()
        except NotTheirs as refused:
            answer, note = refused, g.refusal
        if note is not None:  # what cannot be recorded is not shown
            record_apart(self.engine, note)
        if isinstance(answer, NotTheirs):
            raise answer
        return answer

    def _answered(self) -> tuple[Any, Note | None]:
        """The answer, and what is still to be recorded of it before it is shown."""
        reads = request.method in READING
        unreadable = None if reads else receive()  # before a lock that others wait for
        writes = not reads and request.endpoint not in ASK_OTHERS
        late = writes and self._declared().late
        with transaction(self.engine, writes=writes, late=late) as g.session:
            g.viewer, g.arriving = find_readers()
            g.invented = not is_api() and shows_invented(g.viewer)
            refused = self._refused()
            if refused is not None:
                return refused, None
            if not reads:
                _protect(unreadable)
            answer = self.make_response(super().dispatch_request())
            note = note_of(answer)
            if note is None or not writes:
                return answer, note
            remember_seen_here()
            record_note(g.session, note)
            return answer, None

    def _declared(self) -> Access:
        declared = declared_access(self, request.endpoint) if request.endpoint else None
        return declared or Access("national", frozenset())

    def _refused(self) -> Response | None:
        if request.routing_exception is not None or request.endpoint is None:
            return None  # Flask raises it when it dispatches
        declared, place = self._declared(), request.view_args or {}
        try:
            return admit(declared, g.viewer, place)
        except NotTheirs:
            g.refusal = refusal_of(declared, g.viewer, place) if g.viewer else None
            raise


def _protect(unreadable: HTTPException | None) -> None:
    """Refuse what cannot be read, and what has no token."""
    if request.routing_exception is not None:
        return  # what does not exist, or not with this method, needs no token to be told so
    if unreadable is not None:
        raise unreadable
    CSRF.protect()


def create_app(settings: Settings) -> Benchmark:
    """The application, or an exception that says in plain words why it cannot start."""
    app = bare_app()
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=MOST_FIELDS,
        SESSION_COOKIE_NAME=SIGN_IN_COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,  # checked after access, in dispatch_request
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as the sign-in
        WTF_CSRF_SSL_STRICT=settings.production,
        MAIL=settings.mail,
        METRICS=counts_for(settings.metrics_token) if settings.metrics_token else None,
        SECOND_FACTOR=settings.second_factor,
        SEALING_KEYS=(settings.secret_key, *settings.old_secret_keys),
        SIGN_ON=settings.sign_on,
        BREACHED_PASSWORDS=settings.breached_passwords,
    )
    app.session_interface = CookiesForPlace()
    app.engine, app.questionnaires = _checked(settings.database_url, settings.questionnaires)
    CSRF.init_app(app)
    add_login(app)
    add_sign_on(app)
    add_error_pages(app)
    add_context(app)
    note_route(app)
    add_notices(app)
    app.wsgi_app = _around(app, settings)  # type: ignore[method-assign]  # how Flask takes middleware
    return app


def bare_app() -> Benchmark:
    """All views with their addresses and declarations, without a database or a secret."""
    app = Benchmark("benchmark.web", static_folder=None)
    app.jinja_options = environment_options()
    configure_templates(app.jinja_env)
    app.url_map.strict_slashes = True
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    add_converters(app.url_map)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    refuse_undeclared(app)
    refuse_unaudited(app)
    return app


def _checked(url: str, folder: Path) -> tuple[Engine, dict[str, Questionnaire]]:
    """Open the database and read the files, which must not differ from what its rounds use."""
    try:
        engine = open_database(url, patient=False)
    except (ArgumentError, ValueError) as fault:
        # the address may hold a password, so the message never repeats it
        raise SettingsFault(
            "DATABASE_URL is not an address of a database; write it like "
            "postgresql://user:password@host/name or sqlite:////folder/file.sqlite"
        ) from fault
    try:
        check_schema(engine)
        with transaction(engine, writes=False) as session:
            files = read_unchanged(session, folder)
    except DatabaseError as fault:
        place = without_secrets(engine.url)
        raise SettingsFault(f"cannot use the database {place}: {fault.orig}") from fault
    finally:
        engine.dispose()  # a worker that is forked from here on opens connections of its own
    return engine, files


def _around(app: Flask, settings: Settings) -> Any:
    """What a request goes through before Flask: who came, the headers, the static files."""
    files = WhiteNoise(app.wsgi_app, root=static_folder(), prefix=STATIC, max_age=A_YEAR)
    files.files.pop(f"{STATIC}README.md")  # says what stands here and why, to those who develop
    guard, hops = guarded(files), settings.proxies
    whole = identified(watched(guard, _tellers(app, settings)), settings.request_id_header)
    return ProxyFix(whole, x_for=hops, x_proto=hops, x_host=hops) if hops else whole


def _tellers(app: Flask, settings: Settings) -> list[Teller]:
    """Who is told of each request that is answered."""
    counts = app.config["METRICS"]
    counting = [partial(count, counts)] if counts else []
    return [*counting, *([tell] if settings.log == "json" else [])]
