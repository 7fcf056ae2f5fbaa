"""A real Roundup tracker, served by its own WSGI program on a loopback port."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from roundup import configuration, instance, password
from roundup.cgi.wsgi_handler import RequestDispatcher

ADMIN = "tracker-admin-pw"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Tracker:
    """The tracker: its address, its database behind the web, and faults on demand."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.log: list[tuple[str, str]] = []
        """Method and path of every request."""
        self.down = False
        self.stall = ""
        """Method and start of a path: such a request is carried out, but its answer never comes."""
        self.hold = ""
        """The same, but it is carried out only when it is released."""
        self.stalled = threading.Event()
        self._released = threading.Event()
        self._server: WSGIServer | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self._port}/"

    def start(self) -> None:
        """Serve it, on the same port as before."""
        with make_server("127.0.0.1", self._port, lambda *_: [], _Server, _Quiet) as probe:
            self._port = probe.server_port  # the tracker must know its own address
        config = configuration.CoreConfig(str(self.home))
        config["TRACKER_WEB"] = self.url
        config.save(str(self.home / "config.ini"))
        dispatcher = RequestDispatcher(str(self.home))

        def program(environ: dict[str, Any], start: Any) -> Any:
            what = (environ["REQUEST_METHOD"], environ["PATH_INFO"])
            self.log.append(what)
            if self.down:
                start("503 Service Unavailable", [("Content-Type", "text/plain")])
                return [b"down for the night"]
            if self.hold and " ".join(what).startswith(self.hold):
                released, self.hold = self._released, ""
                self.stalled.set()
                released.wait(30)
            head: list[Any] = []
            body: list[bytes] = []

            def begin(*words: Any) -> Any:
                head[:] = words[:2]
                return body.append

            body.extend(dispatcher(environ, begin))
            if self.stall and " ".join(what).startswith(self.stall):
                released = self._released
                self.stalled.set()
                released.wait(30)
            start(*head)
            return body

        self._server = make_server("127.0.0.1", self._port, program, _Server, _Quiet)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def release(self) -> None:
        """Answer what stalled, and stall no more."""
        self.stall = self.hold = ""
        self.stalled.clear()
        self._released.set()
        self._released = threading.Event()

    def stop(self) -> None:
        """Nobody answers any more."""
        self.release()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @contextmanager
    def inside(self, user: str = "admin") -> Iterator[Any]:
        """The tracker's own database, as somebody who works there has it."""
        db = instance.open(str(self.home)).open(user)
        try:
            yield db
            db.commit()
        finally:
            db.close()

    def issue(self, title: str, *said: str, by: str = "jane", **more: object) -> str:
        """Somebody opens an issue there."""
        with self.inside(by) as db:
            messages = [
                db.msg.create(content=text, author=db.user.lookup(by), recipients=[])
                for text in said
            ]
            return str(db.issue.create(title=title, messages=messages, **more))

    def say(self, issue: str, text: str, by: str = "bea") -> str:
        """Somebody says something there."""
        with self.inside(by) as db:
            made = db.msg.create(content=text, author=db.user.lookup(by), recipients=[])
            db.issue.set(issue, messages=[*db.issue.get(issue, "messages"), made])
            return str(made)

    def set(self, issue: str, by: str = "bea", **values: object) -> None:
        """Somebody changes an issue there."""
        with self.inside(by) as db:
            found = {
                name: getattr(db, name).lookup(value)
                if name in ("status", "priority") and value
                else db.user.lookup(value)
                if name == "assignedto" and value
                else value
                for name, value in values.items()
            }
            db.issue.set(issue, **found)

    def shown(self, issue: str) -> dict[str, Any]:
        """How an issue stands there, names instead of numbers."""
        with self.inside() as db:
            node = db.issue.getnode(issue)
            texts = [db.msg.get(one, "content") for one in node.messages]
            return {
                "title": node.title,
                "status": db.status.get(node.status, "name"),
                "priority": db.priority.get(node.priority, "name") if node.priority else None,
                "assignedto": db.user.get(node.assignedto, "username") if node.assignedto else None,
                "messages": texts,
            }

    def titles(self) -> list[str]:
        """The titles of all issues."""
        with self.inside() as db:
            return [db.issue.get(one, "title") for one in db.issue.list()]

    def messages(self) -> int:
        """How many messages there are in all."""
        with self.inside() as db:
            return len(db.msg.list())


def make_tracker(home: Path) -> Tracker:
    """A tracker of the classic kind with three people, nothing in it, not served yet."""
    files = metadata.files("roundup") or []
    schema = next(one for one in files if str(one).endswith("templates/classic/schema.py"))
    shutil.copytree(Path(str(schema.locate())).resolve().parent, home)
    config = configuration.CoreConfig()
    config["TRACKER_WEB"] = "http://127.0.0.1/"
    config["MAIL_DOMAIN"] = "localhost"
    config["MAIL_HOST"] = "localhost"
    config["MAIL_DEBUG"] = str(home / "mail.txt")
    config["RDBMS_BACKEND"] = "sqlite"
    config["WEB_API_CALLS_PER_INTERVAL"] = 0
    config.save(str(home / "config.ini"))
    tracker = instance.open(str(home))
    tracker.init(password.Password(ADMIN, config=tracker.config))
    made = Tracker(home)
    with made.inside() as db:
        for name, real in (("jane", "Jane Customer"), ("ana", "Ana"), ("bea", "Bea Agent")):
            db.user.create(
                username=name,
                realname=real,
                address=f"{name}@localhost",
                roles="User",
                password=password.Password(name, config=db.config),
            )
        db.user.create(
            username="warroom",
            address="warroom@localhost",
            roles="Admin",
            password=password.Password("sesame", config=db.config),
        )
    return made
