"""A process of the service from its start to its end, and what it says on the screen."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import logging
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from typing import Any

import typer
import uvicorn
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from api.errors.complaints import complaint
from api.links.address import is_of_this_computer, own_address
from api.logs import set_up_logs
from api.settings import DATABASE_FILE, Settings
from api.store.copies import copies, remember
from api.tokens import LEAST_PASSWORD, is_guessable
from cli.console import environment_language, notices, output, words
from cli.guard import Refused
from cli.service.commands import BackupOptions, DoctorOptions, PasswordOptions, RestoreOptions, ServeOptions, WorkerOptions
from cli.service.doctor import database_in_words, examine, examine_copy
from cli.service.folder import examine_folder
from planner.models.base import Language
from planner.verbs.folder import is_plan_folder

_LOG = logging.getLogger("lunjie.serve")
_GRACE = 5
"""Seconds for open requests when the service is stopped; listeners to progress are cut off then."""
_SWITCH_SECONDS = 0.0005
"""How long one thread may keep the interpreter while others want it. A calendar takes a third of a millisecond, in pieces: with
Python's usual 5 ms each piece would wait many times as long as it works, as soon as somebody's upload is read beside it."""


def serve_forever(options: ServeOptions) -> None:
    """Serve until stopped. Raises Refused: port taken, data in use by another process, database out of reach."""
    from api.jobs.engine import AlreadyRunning

    language = options.language or environment_language()
    _, settings = words(language), _opened_to_its_network(_settings(options, language))
    listener = listening(settings, language)
    settings = settings.model_copy(update={"port": listener.getsockname()[1]})  # the real one, where any free one was wanted
    url = own_address(settings)
    set_up_logs()
    try:
        with database_in_words(settings, language):
            _serve(settings, listener, lambda secret: _tell(settings, url, secret, language, options.open_))
    except AlreadyRunning as error:
        message = _("Another lunjie (process {pid}) is using {data}. Stop it first, or choose another --data.")
        raise Refused(message.format(pid=error.pid, data=settings.data)) from None
    finally:
        listener.close()


def _opened_to_its_network(settings: Settings) -> Settings:
    """Where an address of this computer in its network was chosen on a page, and no other is asked for: listen there too."""
    from api.store import setting
    from api.store.database import Database

    if "host" in settings.model_fields_set or not settings.is_embedded or not (settings.data / DATABASE_FILE).is_file():
        return settings
    database = Database(settings.database_url)
    try:
        with contextlib.suppress(SQLAlchemyError), database.read() as connection:  # told when the database is opened to be used
            if is_of_this_computer(setting.get(connection, setting.ADDRESS)):
                return settings.model_copy(update={"host": "0.0.0.0"})
    finally:
        database.close()
    return settings


def _serve(settings: Settings, listener: socket.socket, told: Callable[[str | None], None]) -> None:
    """Serve until stopped; ``told`` with the secret of the first link as soon as it answers. Raises what ended the start."""
    from api.app import create_app
    from api.below import Below

    app = create_app(settings)
    service = app.state.service
    if not settings.is_embedded:
        service.database.migrate()  # before the server listens: a database out of reach is told at once
    elif service.database.path.is_file():
        service.database.examine()  # a damaged file is told before anything is written into it
    # Once the data are ours: a second process that is refused must not end the link of the first.
    app.state.told = lambda: told(first_secret(service))
    config = uvicorn.Config(
        Below(app, settings.root) if settings.root else app,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
        date_header=True,
        # What a client says of its own address is believed only where a web server in front has checked it.
        proxy_headers=settings.behind_proxy,
        forwarded_allow_ips="127.0.0.1",
        lifespan="on",
    )
    sys.setswitchinterval(_SWITCH_SECONDS)
    with contextlib.suppress(SystemExit):  # its way to say that the start failed; why, stands in the application
        uvicorn.Server(config).run(sockets=[listener])
    failure = getattr(app.state, "failure", None)
    if failure is not None:
        raise failure


def work_forever(options: WorkerOptions) -> None:
    """Take planning runs until stopped. Raises Refused."""
    from api.jobs.worker import run_worker
    from api.store.database import Database

    language = options.language or environment_language()
    _, settings = words(language), _settings(options, language)
    if settings.is_embedded:
        raise Refused(
            _("A worker needs the database of the district: --database postgresql://… (lunjie serve alone needs no worker).")
        )
    set_up_logs()
    with database_in_words(settings, language):
        database = Database(settings.database_url)
        database.examine()  # before anything is written into what is not ours
        database.migrate()
        database.close()
    notices().print(_("Working; solves at once: {count}. Stop with Ctrl-C.", count=settings.solves_at_once), markup=False)
    run_worker(settings)


def back_up(options: BackupOptions) -> None:
    """Write a backup. Raises Refused, MissingFile."""
    from api.backup import write_backup
    from api.store.database import Database

    language = options.language or environment_language()
    _, settings = words(language), _settings(options, language)
    _there(settings, language)
    target = options.out
    if target.exists():
        raise Refused(_("{file} is there already. Choose another name.", file=target))
    with database_in_words(settings, language):
        database = Database(settings.database_url)
        database.examine()  # before anything is written into what is not ours
        database.migrate()
        count = write_backup(database, target)
        if settings.is_embedded:
            remember(settings.data, target)
    output().print(_("Written: {path} (schools: {count})", path=target, count=count), markup=False, soft_wrap=True)


def bring_back(options: RestoreOptions) -> None:
    """Restore a backup. Raises Refused."""
    from api.backup import NotEmpty, restore_backup
    from api.jobs.engine import AlreadyRunning

    language = options.language or environment_language()
    _, settings = words(language), _settings(options, language)
    if options.file.is_dir():
        names = ", ".join(file.name for file in copies(options.file)) or "–"
        raise Refused(_("{file} is a folder. Name the file of a copy; those in it: {names}", file=options.file, names=names))
    if not options.file.is_file():
        raise Refused(_("{file} does not exist.", file=options.file))
    try:
        with database_in_words(settings, language):
            kept, count = restore_backup(settings, options.file, replace=options.replace)
            if settings.is_embedded:
                remember(settings.data, options.file)
    except NotEmpty:
        way = (
            _("There are schools already. Choose another --data, or say --replace: what is there is kept beside it.")
            if settings.is_embedded
            else _("There are schools already. A backup comes back into an empty database: make one and name it in --database.")
        )
        raise Refused(way) from None
    except AlreadyRunning as error:
        raise Refused(_("lunjie is running (process {pid}). Stop it first.", pid=error.pid)) from None
    if kept is not None:
        output().print(_("What was there is kept as {path}", path=kept), markup=False, soft_wrap=True)
    output().print(_("Restored. Schools: {count}", count=count), markup=False)


def look(options: DoctorOptions) -> None:
    """Examine a data directory or the folder of a plan. Raises Refused where there is none, typer.Exit with what was found."""
    language = options.language or environment_language()
    _ = words(language)
    if options.folder is not None and is_plan_folder(options.folder):
        raise typer.Exit(examine_folder(options.folder, language))
    if options.folder is not None and options.folder.is_file():
        raise typer.Exit(examine_copy(options.folder, language))
    given = options if options.folder is None else DoctorOptions(data=options.folder)
    settings = _settings(given, language, make=False)
    if given.data is not None and given.database is None:
        settings = settings.model_copy(update={"database": None})  # just this directory, whatever the service uses
    if settings.is_embedded and not settings.data.is_dir():
        raise Refused(_("There are no data yet in {data}.", data=settings.data))
    raise typer.Exit(examine(settings, language))


def choose_password(options: PasswordOptions) -> None:
    """Ask for a new password and store it. Who has the data directory or the database has the service. Raises Refused."""
    from api.store import audit, people
    from api.store.database import Database
    from api.tokens import hash_password

    language = options.language or environment_language()
    _, settings = words(language), _settings(options, language)
    _there(settings, language)
    with database_in_words(settings, language):
        database = Database(settings.database_url)
        database.examine()  # before anything is written into what is not ours
        database.migrate()
        with database.read() as connection:
            known = people.listed(connection)
        name = (options.login or (known[0]["login"] if len(known) == 1 else "")).casefold()
        person = next((one for one in known if one["login"] == name), None)
        if person is None:
            logins = ", ".join(one["login"] for one in known)
            raise Refused(_("Say whose password: {logins}", logins=logins) if known else _("There is no account yet."))
        secret = _new_password(name, language)
        hashed = hash_password(secret, settings.hashing_mb)
        with database.write() as connection:
            people.change(connection, person["id"], password=hashed, disabled=None)
            people.drop_tokens(connection, person=person["id"], kind="session")
            audit.note(connection, dt.datetime.now(dt.UTC), name, None, "password_changed")
        database.close()
    output().print(_("The new password of {login} is good from now on.", login=name), markup=False)


def _new_password(login: str, language: Language) -> str:
    """Asked for twice without showing it; from a pipe, its first line. Raises Refused for a weak one."""
    _ = words(language)
    if sys.stdin.isatty():
        secret = getpass.getpass(_("New password of {login}: ", login=login))
        if getpass.getpass(_("Once more: ")) != secret:
            raise Refused(_("The two are not the same. Nothing was changed."))
    else:
        secret = sys.stdin.readline().rstrip("\n")
    if len(secret) < LEAST_PASSWORD:
        raise Refused(_("The password needs at least {least} characters. Nothing was changed.", least=LEAST_PASSWORD))
    if is_guessable(secret, login):
        raise Refused(_("This password is too easy to guess. Take several words that do not belong together, or a longer one."))
    return secret


def first_secret(service: Any) -> str | None:
    """A fresh secret for the link of the first start; None when there is an account already. Older links end."""
    from api.store import people
    from api.tokens import digest, new_id, new_secret

    with service.database.write() as connection:
        if people.anybody(connection):
            return None
        secret = new_secret("first")
        people.drop_tokens(connection, kind="first")
        people.add_token(connection, digest(secret), new_id(), "first", None, service.now())
        return secret


def _tell(settings: Settings, url: str, secret: str | None, language: Language, open_page: bool) -> None:
    _ = words(language)
    place = settings.data if settings.is_embedded else "PostgreSQL"
    page = f"{url}/setup?token={secret}" if secret else f"{url}/"
    console = output()
    console.print(_("lunjie is running. Data: {place}", place=place), markup=False, soft_wrap=True)
    if secret:
        console.print(_("First start: open this link once and choose a password:"), markup=False)
    console.print(f"  {page}", markup=False, soft_wrap=True)
    console.print(_("Stop with Ctrl-C."), markup=False)
    console.file.flush()
    if open_page:
        threading.Thread(target=webbrowser.open, args=(page,), daemon=True).start()


def _there(settings: Settings, language: Language) -> None:
    """Raises Refused where no service has ever been."""
    _ = words(language)
    if settings.is_embedded and not (settings.data / DATABASE_FILE).is_file():
        raise Refused(_("There are no data yet in {data}.", data=settings.data))


def _settings(options: object, language: Language, *, make: bool = True) -> Settings:
    """Settings from the options that were given and the environment. Raises Refused for one that cannot be used."""
    _, names = words(language), ("data", "database", "host", "port", "workers")
    given = {name: value for name in names if (value := getattr(options, name, None)) is not None}
    try:
        settings = Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(x) for x in first["loc"])
        raise Refused(
            _("The setting {name} cannot be used: {why}", name=name, why=complaint(first["type"], language, first.get("ctx")))
        ) from None
    if settings.database is not None:
        from api.store.database import driver_url

        try:
            driver_url(settings.database)
        except ValueError:
            raise Refused(_("--database must be postgresql://user@host/name.")) from None
    elif make:
        try:
            settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            raise Refused(
                _("The data directory {data} cannot be made. Choose another: --data DIR.", data=settings.data)
            ) from None
    return settings


def listening(settings: Settings, language: Language) -> socket.socket:
    """The socket to serve on. Raises Refused where the port is taken or the address is not of this computer."""
    _ = words(language)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol named asyncio switches Nagle's algorithm off; without it each answer waits some 40 ms for the reader's
    # delayed acknowledgement, since head and body are sent apart.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise Refused(
            _(
                "Port {port} on {host} cannot be used: perhaps another program, or another lunjie, has it. "
                "Choose another: --port 0 takes any free one.",
                port=settings.port,
                host=settings.host,
            )
        ) from None
    return listener
