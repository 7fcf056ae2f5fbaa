"""Settings of one run: configuration file < environment < flags.

There is no global instance: the command line loads the settings once and hands them on.
"""

from __future__ import annotations

import difflib
import os
import pwd
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.text import clean

SEAT_LIMIT = 60
"""Characters kept of a seat's name: it stands on every timeline line."""

_KEYS = {
    "db": "WARROOM_DB",
    "seat": "WARROOM_SEAT",
    "templates": "WARROOM_TEMPLATES",
    "reports": "WARROOM_REPORTS",
    "log": "WARROOM_LOG",
    "secrets": "WARROOM_SECRETS",
    "bell": "WARROOM_BELL",
    "helpdesk_url": "WARROOM_HELPDESK_URL",
    "helpdesk_user": "WARROOM_HELPDESK_USER",
    "helpdesk_token_variable": "WARROOM_HELPDESK_TOKEN_VARIABLE",
    "helpdesk_insecure": "WARROOM_HELPDESK_INSECURE",
    "helpdesk_create": "WARROOM_HELPDESK_CREATE",
}
"""Keys of the configuration file and the environment variables that win over them."""

_LAST_LAUNCH = "last-launch"
_TOKEN_VARIABLE = "WARROOM_HELPDESK_TOKEN"


@dataclass(frozen=True, slots=True)
class HelpDeskSettings:
    """The help desk that tickets are exchanged with."""

    url: str
    user: str
    """Empty: the secret is a bearer token."""
    secret: str = field(repr=False)
    """Password or token; from the environment only, never stored or shown."""
    variable: str = _TOKEN_VARIABLE
    """The environment variable that holds it."""
    insecure: bool = False
    """Whether plain http to another machine was allowed."""
    creates: bool = True
    """Whether tickets logged here are made there too."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and who acts, for one run of the program."""

    db: str | None
    """The database asked for; None: the launch opened last."""
    seat: str
    """Who acts; stands on the timeline."""
    data_dir: Path
    """Rehearsals, backups and reports of this user."""
    state_dir: Path
    """The log and the note which launch was opened last."""
    config_file: Path
    template_dir: Path | None
    """The user's own templates, which win over the shipped ones of the same name."""
    log_file: Path
    reports_dir: Path
    secrets: frozenset[str] = frozenset()
    """Environment variables that a plan may name, beside those called WARROOM_SECRET_…."""
    bell: bool = True
    """Whether the terminal's bell rings when a check goes down."""
    help_desk: HelpDeskSettings | None = None


def load_settings(
    env: Mapping[str, str], *, db: str | None = None, seat: str | None = None
) -> Settings:
    """The settings of this run; `db` and `seat` are the flags.

    `env` is the process environment. Raises `InputError` when the configuration file or a value
    cannot be used; nothing is created on disk.
    """
    home = _home(env)
    config_file = _config_file(env, home)
    values = _read_file(config_file)
    for key, variable in _KEYS.items():
        if env.get(variable):
            values[key] = env[variable]
    if db is not None:
        values["db"] = _not_empty("--db", db)
    if seat is not None:
        values["seat"] = _not_empty("--as", seat)
    data_dir = _xdg(env, "XDG_DATA_HOME", home / ".local" / "share")
    state_dir = _xdg(env, "XDG_STATE_HOME", home / ".local" / "state")

    def path(key: str, default: Path) -> Path:
        return _expand(values[key], home) if key in values else default

    return Settings(
        db=values.get("db"),
        seat=clean(values.get("seat", ""), limit=SEAT_LIMIT).strip() or _login_name(),
        data_dir=data_dir,
        state_dir=state_dir,
        config_file=config_file,
        template_dir=_expand(values["templates"], home) if "templates" in values else None,
        log_file=path("log", state_dir / "warroom.log"),
        reports_dir=path("reports", data_dir / "reports"),
        secrets=frozenset(values.get("secrets", "").replace(",", " ").split()),
        bell=_switch("bell", values.get("bell", "on")),
        help_desk=_help_desk(values, env),
    )


def _switch(key: str, text: str) -> bool:
    word = text.strip().casefold()
    if word not in ("on", "off", "yes", "no", "true", "false", "1", "0"):
        raise InputError(f'{key} is "{clean(text, limit=40)}".', "Write on or off.")
    return word in ("on", "yes", "true", "1")


def _help_desk(values: Mapping[str, str], env: Mapping[str, str]) -> HelpDeskSettings | None:
    """The help desk that was set up. Not judged here: a launch opens without it too."""
    url = values.get("helpdesk_url")
    if url is None:
        return None
    variable = values.get("helpdesk_token_variable", _TOKEN_VARIABLE)
    insecure = values.get("helpdesk_insecure") == "yes"
    user = values.get("helpdesk_user", "")
    creates = _switch("helpdesk_create", values.get("helpdesk_create", "on"))
    return HelpDeskSettings(url, user, env.get(variable, ""), variable, insecure, creates)


def usable_help_desk(found: HelpDeskSettings | None) -> HelpDeskSettings:
    """The help desk, if it may be spoken to; raises InputError saying what is missing."""
    if found is None:
        raise InputError(
            "No help desk is set up.",
            f"Set WARROOM_HELPDESK_URL, WARROOM_HELPDESK_USER and {_TOKEN_VARIABLE}.",
        )
    parts = urlsplit(found.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError("The help desk's address is no web address.", "Write it with https://.")
    if parts.username is not None or parts.password is not None:
        raise InputError(
            "The help desk's address holds a user or password.",
            f"Put the user in helpdesk_user and the password in ${_TOKEN_VARIABLE}.",
        )
    near = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme == "http" and not near and not found.insecure:
        raise InputError(
            "The help desk's address is not https: its password could be read on the way.",
            'If that is what you want: helpdesk_insecure = "yes".',
        )
    if not found.secret:
        raise InputError(
            f"The help desk's password is not there: ${clean(found.variable, limit=60)} is empty.",
            "Set it in the environment; it is never stored.",
        )
    return found


def _home(env: Mapping[str, str]) -> Path:
    if env.get("HOME"):
        return Path(env["HOME"])
    try:
        return Path.home()
    except RuntimeError:  # a container without an entry for this user
        return Path("/")


def _config_file(env: Mapping[str, str], home: Path) -> Path:
    if env.get("WARROOM_CONFIG"):
        return _expand(env["WARROOM_CONFIG"], home)
    return _xdg(env, "XDG_CONFIG_HOME", home / ".config") / "config.toml"


def _xdg(env: Mapping[str, str], variable: str, default: Path) -> Path:
    """The program's folder under an XDG base; a relative base is ignored, as the standard says."""
    base = Path(env.get(variable) or default)
    return (base if base.is_absolute() else default) / "warroom"


def _expand(text: str, home: Path) -> Path:
    if text == "~" or text.startswith("~/"):
        return home / text[2:]
    return Path(text)


def _not_empty(flag: str, text: str) -> str:
    if not text.strip():
        raise InputError(f"{flag} needs a value, and got an empty one.")
    return text


def _read_file(path: Path) -> dict[str, str]:
    """The known keys of the configuration file; no file means no keys."""
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        found = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not valid TOML: {error}.") from error
    return {key: _checked(path, key, value) for key, value in found.items()}


def _checked(path: Path, key: str, value: object) -> str:
    if key not in _KEYS:
        near = difflib.get_close_matches(key, _KEYS, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(_KEYS)}."
        raise InputError(f"{path}: nothing is called {clean(key, limit=40)!r}.", hint)
    if key == "bell" and isinstance(value, bool):
        return "on" if value else "off"
    if key == "secrets" and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return " ".join(value)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f'{path}: {key} must be a text, such as {key} = "…".')
    return value


def _login_name() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container without an entry for this user
        return f"user {os.getuid()}"


def remember_launch(settings: Settings, database: Path) -> None:
    """Note `database` as the launch opened last, by its full path.

    Written in one step and readable by its owner only. A state folder that cannot be written is
    no reason to stop a launch, so nothing is raised then.
    """
    note = settings.state_dir / _LAST_LAUNCH
    try:
        settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=settings.state_dir, prefix=_LAST_LAUNCH)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(f"{database.absolute()}\n")
        Path(name).replace(note)
    except OSError:
        return


def last_launch(settings: Settings) -> str | None:
    """The launch opened last, or None when there is none or its file is gone."""
    try:
        text = (settings.state_dir / _LAST_LAUNCH).read_text("utf-8", errors="surrogateescape")
    except OSError:
        return None
    target = text.removesuffix("\n")
    return target if target and Path(target).is_file() else None
