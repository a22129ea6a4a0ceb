"""The commands of the service: serve, worker, backup, restore, doctor, password."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.app import EXIT_CODES, Language, app
from cli.console import environment_language, words
from cli.guard import guarded
from planner.languages import Language as Spoken

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


@app.command(
    epilog="\n\n".join(
        [
            _("Example:  lunjie serve --open"),
            _("Example:  lunjie serve --host 0.0.0.0 --port 8350   for the computers of the school"),
            _("Example:  lunjie serve --database postgresql://…   with lunjie worker on other machines, for a district"),
            _("Every setting can also be given as LUNJIE_<NAME>: LUNJIE_DATA, LUNJIE_PUBLIC_URL, LUNJIE_METRICS …"),
            EXIT_CODES,
        ]
    ),
    help=_("Serve plans and calendars over HTTP, from this computer; the first start shows a link to choose a password."),
)
@guarded
def serve(
    data: Data = None,
    database: DatabaseUrl = None,
    host: Annotated[
        str | None, typer.Option("--host", show_default=False, help=_("address to listen on; usual: 127.0.0.1"))
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, show_default=False, help=_("port; 0 = any free one; usual: 8350"))
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help=_("open the page in the browser"))] = False,
    workers: Workers = None,
    lang: Language = None,
) -> None:
    """Serve."""
    from cli.serving import serve_forever

    serve_forever(_given(data=data, database=database, host=host, port=port, workers=workers), _spoken(lang), open_page=open_)


@app.command(
    epilog="\n\n".join([_("Example:  lunjie worker --database postgresql://… --workers 2"), EXIT_CODES]),
    help=_("Solve for a district: takes planning runs from its database, as many at once as --workers says."),
)
@guarded
def worker(database: DatabaseUrl = None, workers: Workers = 2, data: Data = None, lang: Language = None) -> None:
    """Work."""
    from cli.serving import work_forever

    work_forever(_given(data=data, database=database, workers=workers), _spoken(lang))


@app.command(
    epilog="\n\n".join([_("Example:  lunjie backup -o library.backup"), EXIT_CODES]),
    help=_("Copy everything the service remembers into one file, while it runs. The file holds names of pupils: keep it safe."),
)
@guarded
def backup(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", show_default=False, help=_("file to write"))],
    data: Data = None,
    database: DatabaseUrl = None,
    lang: Language = None,
) -> None:
    """Back up."""
    from cli.serving import back_up

    back_up(_given(data=data, database=database), out, _spoken(lang))


@app.command(
    epilog="\n\n".join([_("Example:  lunjie restore library.backup --data DIR"), EXIT_CODES]),
    help=_(
        "Put a backup into an empty data directory or database; --replace keeps what is there beside it under another name."
    ),
)
@guarded
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help=_("what lunjie backup wrote"))],
    data: Data = None,
    database: DatabaseUrl = None,
    replace: Annotated[bool, typer.Option("--replace", help=_("even if something is there already (one file only)"))] = False,
    lang: Language = None,
) -> None:
    """Restore."""
    from cli.serving import bring_back

    bring_back(_given(data=data, database=database), file, _spoken(lang), replace=replace)


@app.command(
    epilog="\n\n".join([_("Example:  lunjie doctor --data DIR"), EXIT_CODES]),
    help=_("Look at a data directory: is it whole, are there copies, is anything wrong? Nothing is changed."),
)
@guarded
def doctor(data: Data = None, lang: Language = None) -> None:
    """Examine."""
    from cli.serving import look

    raise typer.Exit(look(_given(data=data), _spoken(lang)))


@app.command(
    epilog="\n\n".join([_("Example:  lunjie password anna"), EXIT_CODES]),
    help=_(
        "Choose a new password for an account, on the machine that has the data. Its sessions end; a closed account is opened."
    ),
)
@guarded
def password(
    login: Annotated[
        str | None,
        typer.Argument(metavar="LOGIN", show_default=False, help=_("the account; may be left out where there is one")),
    ] = None,
    data: Data = None,
    database: DatabaseUrl = None,
    lang: Language = None,
) -> None:
    """Choose a password."""
    from cli.serving import choose_password

    choose_password(_given(data=data, database=database), login, _spoken(lang))


def _given(**options: object) -> dict[str, object]:
    """The options that were given: the others come from the environment."""
    return {name: value for name, value in options.items() if value is not None}


def _spoken(lang: Language) -> Spoken:
    return lang or environment_language()
