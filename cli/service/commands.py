"""The commands of the service: serve, worker, backup, restore, doctor, password."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.app import Language, command
from cli.console import environment_language, words

_ = words(environment_language())  # help is read before any school is

Data = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", show_default=False, help=_("data directory; usual: that of the user"))
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        show_default=False,
        help=_("postgresql://… for a district; usual: one file in the data directory"),
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=0, max=64, show_default=False, help=_("solves at once in this process")),
]


@command(
    "serve",
    "cli.service.serving:serve_forever",
    _("Serve plans and calendars over HTTP, from this computer; the first start shows a link to choose a password."),
    _("Example:  lunjie serve --open"),
    _("Example:  lunjie serve --host 0.0.0.0 --port 8350   for the computers of the school"),
    _("Example:  lunjie serve --database postgresql://…   with lunjie worker on other machines, for a district"),
    _("Every setting can also be given as LUNJIE_<NAME>: LUNJIE_DATA, LUNJIE_PUBLIC_URL, LUNJIE_METRICS …"),
)
class ServeOptions:
    """Serve."""

    data: Data = None
    database: DatabaseUrl = None
    host: Annotated[
        str | None, typer.Option("--host", show_default=False, help=_("address to listen on; usual: 127.0.0.1"))
    ] = None
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, show_default=False, help=_("port; 0 = any free one; usual: 8350"))
    ] = None
    open_: Annotated[bool, typer.Option("--open", help=_("open the page in the browser"))] = False
    workers: Workers = None
    language: Language = None


@command(
    "worker",
    "cli.service.serving:work_forever",
    _("Solve for a district: takes planning runs from its database, as many at once as --workers says."),
    _("Example:  lunjie worker --database postgresql://… --workers 2"),
)
class WorkerOptions:
    """Work."""

    database: DatabaseUrl = None
    workers: Workers = 2
    data: Data = None
    language: Language = None


@command(
    "backup",
    "cli.service.serving:back_up",
    _("Copy everything the service remembers into one file, while it runs. The file holds names of pupils: keep it safe."),
    _("Example:  lunjie backup -o library.backup"),
)
class BackupOptions:
    """Back up."""

    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", show_default=False, help=_("file to write"))]
    data: Data = None
    database: DatabaseUrl = None
    language: Language = None


@command(
    "restore",
    "cli.service.serving:bring_back",
    _("Put a backup into an empty data directory or database; --replace keeps what is there beside it under another name."),
    _("Example:  lunjie restore library.backup --data DIR"),
)
class RestoreOptions:
    """Restore."""

    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help=_("what lunjie backup wrote"))]
    data: Data = None
    database: DatabaseUrl = None
    replace: Annotated[bool, typer.Option("--replace", help=_("even if something is there already (one file only)"))] = False
    language: Language = None


@command(
    "doctor",
    "cli.service.serving:look",
    _("Look at a data directory or the folder of a plan: is it whole, are there copies, is anything wrong? Changes nothing."),
    _("Example:  lunjie doctor --data DIR"),
    _("Example:  lunjie doctor rota   the folder of a plan"),
)
class DoctorOptions:
    """Examine."""

    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="FOLDER", show_default=False, help=_("of a plan, a data directory, or a copy; usual: data of the user")
        ),
    ] = None
    data: Data = None
    database: DatabaseUrl = None
    language: Language = None


@command(
    "password",
    "cli.service.serving:choose_password",
    _("Choose a new password for an account, on the machine that has the data. Its sessions end; a closed account is opened."),
    _("Example:  lunjie password anna"),
)
class PasswordOptions:
    """Choose a password."""

    login: Annotated[
        str | None,
        typer.Argument(metavar="LOGIN", show_default=False, help=_("the account; may be left out where there is one")),
    ] = None
    data: Data = None
    database: DatabaseUrl = None
    language: Language = None
