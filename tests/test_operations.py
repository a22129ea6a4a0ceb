"""What OPERATIONS.md tells people to do is done here: its commands, its units, its web server."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import Settings
from tests.api.service import Person, Service
from tests.cli.helps import commands
from tests.commands import apart
from tests.processes import ROOT

PAGE = (ROOT / "OPERATIONS.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
FILES = {name: text for _kind, block in BLOCKS for name, text in re.findall(r"\A# (/etc/\S+)\n(.*)", block, re.DOTALL)}
UNITS = {name.rpartition("/")[2]: text for name, text in FILES.items() if "/systemd/" in name}
DATA, COPIES, PROGRAM = "/var/lib/lunjie", "/var/backups/lunjie", "/opt/lunjie/bin/lunjie"


def _settings() -> dict[str, str]:
    """The file of settings."""
    return dict(line.split("=", 1) for line in FILES["/etc/lunjie.env"].split())


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Started with the settings of the page, in other places."""
    directory = tmp_path_factory.mktemp("operations")
    (directory / "copies").mkdir()
    given = {name.removeprefix("LUNJIE_").lower(): value for name, value in _settings().items()}
    asked = {name: value for name, value in given.items() if name not in ("data", "lang", "workers")}
    started = Service(directory / "data", workers=1, **asked).start()
    started.url += "/library"
    yield started
    started.stop()


def test_every_setting_it_names_is_one_and_the_readme_names_all() -> None:
    fields = {f"LUNJIE_{name.upper()}" for name in Settings.model_fields}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in re.findall(r"LUNJIE_[A-Z_]+", PAGE)} <= fields | {"LUNJIE_LANG"}
    assert fields <= set(re.findall(r"LUNJIE_[A-Z_]+", readme))
    assert "](OPERATIONS.md)" in readme


def test_the_units_are_units_and_what_they_start_are_commands(tmp_path: Path) -> None:
    assert len(UNITS) == 4
    for name, text in UNITS.items():
        for line in re.findall(rf"^ExecStart=.*{PROGRAM} (.*)$", text, re.MULTILINE):
            command, *words = line.rstrip("'").split()
            known = {option for param in commands()[command].params for option in param.opts}
            assert [word for word in words if word.startswith("-") and word not in known] == []
        (tmp_path / name).write_text(text.replace(PROGRAM, "/bin/true"))
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here; what the units start was looked at")
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name.replace("@.", "@1.")) for name in _started(tmp_path))],
        capture_output=True,
        text=True,
        check=False,
    ).stderr
    assert [line for line in said.splitlines() if "lunjie" in line] == []


def _started(directory: Path) -> list[str]:
    """The names of the units, each template with a link to one of its instances."""
    for name in UNITS:
        if "@." in name:
            (directory / name.replace("@.", "@1.")).symlink_to(directory / name)
    return list(UNITS)


def test_the_backup_of_each_night_and_the_way_back(service: Service) -> None:
    service.person().set_up(service.first_link).add_school("one")
    copies = service.data.parent / "copies"
    begin = next(line for line in UNITS["lunjie-backup.service"].splitlines() if line.startswith("ExecStart="))
    line = begin.removeprefix("ExecStart=/bin/sh -c '").rstrip("'").replace("$$", "$").replace("%%", "%")
    said = subprocess.run(["sh", "-c", line.replace(PROGRAM, "echo")], capture_output=True, text=True, check=True).stdout
    night = [word.replace(COPIES, str(copies)) for word in said.split()]
    blocks = [block for kind, block in BLOCKS if kind == "sh"]
    assert len(blocks) == 2
    for words in (night, *(line.split() for block in blocks for line in block.splitlines())):
        words = [word.replace(DATA, str(service.data)).replace(COPIES, str(copies)) for word in words]
        if words[0] == "rm":
            shutil.rmtree(words[-1])
            continue
        done = apart(*words[words[0] == "lunjie" :], LUNJIE_DATA=str(service.data))
        assert done.returncode == 0, (words, done.stdout, done.stderr)
    assert len(list(copies.glob("*.backup"))) == 3


def test_the_web_server_in_front(service: Service, tmp_path: Path) -> None:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = FILES["/etc/nginx/conf.d/lunjie.conf"].replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    server = re.sub(r" +ssl_.*\n", "", server).replace("127.0.0.1:8350", service.url.split("/")[2])
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in server
    # The certificate alone is not there: the front says that it was asked over HTTPS, as it would with one.
    server = server.replace("$scheme", "https")
    places = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    conf = tmp_path / "nginx.conf"
    conf.write_text(f"daemon off; pid {tmp_path}/pid; events {{}} http {{ access_log off; {places} {server} }}")
    front = subprocess.Popen([nginx, "-e", str(tmp_path / "log"), "-p", str(tmp_path), "-c", str(conf)])
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert front.poll() is None, (tmp_path / "log").read_text()
        person = Person(f"http://127.0.0.1:{port}")
        host = {"Host": "school.example", "Accept": "text/html"}
        asked = person.ask("GET", "/library/schools/one", 303, headers=host)
        assert asked.headers["location"] == "/library/login?next=%2Fschools%2Fone"
        page = person.ask("GET", asked.headers["location"], 200, headers=host)
        assert page.headers["strict-transport-security"]
        static = re.findall(r'"(/library/static/[^"]+)"', page.text)
        assert static
        for address in static:
            person.ask("GET", address, 200, headers=host)
        person.http.close()
    finally:
        front.terminate()
        front.wait()
