"""Real servers on this machine: Prometheus with its exporters, PostgreSQL, MariaDB, nginx.

They come as Debian packages, which `.ci/run` installs; where a program is not there, its tests
say which one they miss.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from tests.probes.conftest import a_check, measure
from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.monitoring.database_question import DatabaseQuestion
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.storage.monitoring.database_probe import ask_database

PATIENCE_S = 30.0


def program(name: str, *places: str) -> str:
    """The path of a server; the test is skipped, by name, where it is not installed."""
    found = shutil.which(name) or next(
        (str(path) for place in places for path in sorted(Path("/").glob(place))), None
    )
    if found is None:
        pytest.skip(f"{name} is not installed here (.ci/run installs it)")
    return found


def port() -> int:
    """A port that nobody has just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number: int = listener.getsockname()[1]
    return number


def until(job: Callable[[], Measurement], seen: Callable[[Measurement], bool]) -> Measurement:
    """Look again and again until it sees that; fails with what it saw last."""
    last, pause = monotonic() + PATIENCE_S, Event()
    while True:
        found = job()
        if seen(found):
            return found
        assert monotonic() < last, f"never seen; last: {found}"
        pause.wait(0.1)


def measured_until(check: Check, seen: Callable[[Measurement], bool]) -> Measurement:
    """Probe again and again until it sees that."""
    return until(lambda: measure(check), seen)


@dataclass
class Server:
    """A running server process of ours."""

    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it and wait until it has gone."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


def start(*command: str, folder: Path, user: str | None = None) -> Server:
    """Start a server with its output in the folder's log."""
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL, user=user
        )
    return Server(process)


# -- Prometheus ---------------------------------------------------------------------------------

PROMETHEUS = """\
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [rules.yml]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ["127.0.0.1:{alertmanager}"]}}]}}]}}
scrape_configs:
  - {{job_name: node, static_configs: [{{targets: ["127.0.0.1:{node}"]}}]}}
"""
RULES = """\
groups:
  - name: launch
    rules:
      - alert: NodeIsThere
        expr: up{job="node"} == 1
        labels: {severity: critical, team: "till [/]"}
        annotations: {summary: "the node answers"}
"""
ALERTMANAGER = """\
route: {receiver: nobody, group_wait: 1s}
receivers: [{name: nobody}]
"""


@dataclass
class Stack:
    """A Prometheus that watches this host, and its Alertmanager."""

    prometheus: str
    alertmanager: str


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Node exporter, Prometheus, Alertmanager, with one alert that fires."""
    programs = [
        program("prometheus-node-exporter"),
        program("prometheus"),
        program("prometheus-alertmanager"),
    ]
    folder = tmp_path_factory.mktemp("prometheus")
    node, prometheus, alertmanager = port(), port(), port()
    config = PROMETHEUS.format(alertmanager=alertmanager, node=node)
    for name, text in (("p.yml", config), ("rules.yml", RULES), ("am.yml", ALERTMANAGER)):
        (folder / name).write_text(text, "utf-8")
    at = "--web.listen-address=127.0.0.1:"
    servers = [
        start(programs[0], f"{at}{node}", folder=folder),
        start(
            programs[2],
            f"{at}{alertmanager}",
            "--config.file=am.yml",
            "--storage.path=am-data",
            "--cluster.listen-address=",
            folder=folder,
        ),
        start(
            programs[1],
            f"{at}{prometheus}",
            "--config.file=p.yml",
            "--storage.tsdb.path=data",
            folder=folder,
        ),
    ]
    try:
        yield Stack(f"http://127.0.0.1:{prometheus}", f"http://127.0.0.1:{alertmanager}")
    finally:
        for server in reversed(servers):
            server.stop()


# -- PostgreSQL ---------------------------------------------------------------------------------


@dataclass
class Database:
    """A PostgreSQL of 20 connections; `app` may read, with the password `tiger-tiger`."""

    port: int
    server: Server

    def url(self, user: str = "postgres") -> str:
        """Where it is, as SQLAlchemy says it."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/postgres"


@pytest.fixture
def database() -> Iterator[Database]:
    """A fresh PostgreSQL in a folder of its own; as root it runs as the user postgres."""
    postgres = program("postgres", "usr/lib/postgresql/*/bin/postgres")
    initdb = str(Path(postgres).with_name("initdb"))
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="warroom-pg-", dir="/tmp"))
    if user is not None:
        shutil.chown(folder, user, user)
    data = str(folder / "data")
    subprocess.run(
        [initdb, "-D", data, "-A", "trust", "-U", "postgres", "-N", "--no-instructions"],
        check=True, capture_output=True, cwd=folder, user=user,
    )  # fmt: skip
    number = port()
    settings = (
        f"port={number}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}",
        "fsync=off", "max_connections=20", "superuser_reserved_connections=3",
        "shared_buffers=16MB",
    )  # fmt: skip
    flags = [part for setting in settings for part in ("-c", setting)]
    server = start(postgres, "-D", data, *flags, folder=folder, user=user)
    found = Database(number, server)
    try:
        question = DatabaseQuestion(found.url(), None, None, None, "time", 2.0)
        until(lambda: ask_database(question), lambda seen: seen.ok)
        yield found
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


# -- nginx --------------------------------------------------------------------------------------

NGINX = """\
daemon off;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u;
  scgi_temp_path s;
  server {{
    listen 127.0.0.1:{port};
    location /health {{ default_type application/json; return 200 '{{"status": "ok"}}'; }}
    location /down {{ return 503 "maintenance\n"; }}
    location /around {{ return 302 /around; }}
    location /drip {{ limit_rate 1; alias {folder}/large; }}
    location /large {{ alias {folder}/large; }}
  }}
}}
"""


@pytest.fixture(scope="session")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an nginx with healthy and ill places."""
    path = program("nginx", "usr/sbin/nginx")
    folder = tmp_path_factory.mktemp("nginx")
    folder.parent.chmod(0o755)
    folder.chmod(0o755)
    with (folder / "large").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    number = port()
    (folder / "nginx.conf").write_text(NGINX.format(port=number, folder=folder), "utf-8")
    flags = ("-p", str(folder), "-c", "nginx.conf", "-e", "stderr")
    user = ("-g", "user root;") if os.geteuid() == 0 else ()
    server = start(path, *flags, *user, folder=folder)
    try:
        base = f"http://127.0.0.1:{number}"
        measured_until(a_check("http", f"{base}/health"), lambda seen: seen.ok)
        yield base
    finally:
        server.stop()


# -- MariaDB ------------------------------------------------------------------------------------


class MariaDb(Database):
    """A MariaDB, which speaks MySQL's language."""

    def url(self, user: str = "root") -> str:
        """Where it is, as SQLAlchemy says it."""
        return f"mysql+pymysql://{user}@127.0.0.1:{self.port}/mysql"


@pytest.fixture
def mariadb() -> Iterator[Database]:
    """A fresh MariaDB of 20 connections; `app` may read, with the password `tiger-tiger`."""
    daemon = program("mariadbd", "usr/sbin/mariadbd")
    install = program("mariadb-install-db", "usr/bin/mariadb-install-db")
    user = "mysql" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="warroom-maria-", dir="/tmp"))
    if user is not None:
        shutil.chown(folder, user, user)
    subprocess.run(
        [install, "--no-defaults", f"--datadir={folder}/data", "--skip-test-db",
         "--auth-root-authentication-method=normal"],
        check=True, capture_output=True, cwd=folder, user=user,
    )  # fmt: skip
    number = port()
    server = start(
        daemon, "--no-defaults", f"--datadir={folder}/data", f"--port={number}",
        "--bind-address=127.0.0.1", f"--socket={folder}/socket", "--max-connections=20",
        "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M",
        folder=folder, user=user,
    )  # fmt: skip
    found = MariaDb(number, server)
    try:
        question = DatabaseQuestion(found.url(), None, None, None, "time", 2.0)
        until(lambda: ask_database(question), lambda seen: seen.ok)
        yield found
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
