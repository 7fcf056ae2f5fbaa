"""Settings: file < environment < flags, plain errors, and the launch opened last."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from warroom_tui.config import (
    Settings,
    last_launch,
    load_settings,
    remember_launch,
)
from warroom_tui.domain.errors import InputError


def with_file(home: Path, text: str) -> dict[str, str]:
    """An environment whose configuration file holds `text`."""
    path = home / ".config" / "warroom" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return {"HOME": str(home)}


def test_flags_win_over_environment_and_environment_over_the_file(tmp_path: Path) -> None:
    env = with_file(tmp_path, 'db = "file.db"\nseat = "From File"\n')
    assert load_settings(env).db == "file.db"
    env["WARROOM_DB"] = "env.db"
    assert load_settings(env).db == "env.db"
    assert load_settings(env).seat == "From File"
    settings = load_settings(env, db="flag.db", seat="Flag")
    assert (settings.db, settings.seat) == ("flag.db", "Flag")


def test_without_any_setting_files_lie_in_the_users_own_folders(tmp_path: Path) -> None:
    settings = load_settings({"HOME": str(tmp_path)})
    assert settings.db is None
    assert settings.seat
    assert settings.reports_dir == tmp_path / ".local/share/warroom/reports"
    assert settings.log_file == tmp_path / ".local/state/warroom/warroom.log"
    assert list(tmp_path.iterdir()) == []


def test_xdg_folders_are_used_and_a_relative_one_is_ignored(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "XDG_STATE_HOME": "/var/state", "XDG_DATA_HOME": "odd"}
    settings = load_settings(env)
    assert settings.state_dir == Path("/var/state/warroom")
    assert settings.data_dir == tmp_path / ".local/share/warroom"


def test_a_tilde_in_the_file_is_the_home_folder(tmp_path: Path) -> None:
    env = with_file(tmp_path, 'templates = "~/launches/templates"')
    assert load_settings(env).template_dir == tmp_path / "launches/templates"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seat = ", "not valid TOML"),
        ("saet = 'x'", "saet"),
        ("db = 3", "db must be a text"),
        ("seat = '  '", "seat must be a text"),
    ],
)
def test_a_wrong_configuration_file_is_named_with_what_is_wrong(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError, match=said) as caught:
        load_settings(with_file(tmp_path, text))
    assert "config.toml" in caught.value.message


def test_a_misspelt_key_gets_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_settings(with_file(tmp_path, "templtes = 'x'"))
    assert caught.value.hint == "Did you mean templates?"


def test_a_seat_cannot_carry_escape_sequences() -> None:
    assert "\x1b" not in load_settings({"HOME": "/h"}, seat="Eve\x1b]0;owned\x07").seat


def test_a_blank_seat_is_the_login_name() -> None:
    plain = load_settings({"HOME": "/h"}).seat
    assert load_settings({"HOME": "/h", "WARROOM_SEAT": "  "}).seat == plain


def test_an_empty_flag_is_refused() -> None:
    with pytest.raises(InputError, match="--db"):
        load_settings({"HOME": "/h"}, db=" ")


def settings_in(home: Path) -> Settings:
    """Settings of a user with this home folder."""
    return load_settings({"HOME": str(home)})


def test_the_last_launch_is_remembered_by_its_full_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "layby.db").touch()
    remember_launch(settings_in(tmp_path), Path("layby.db"))
    assert last_launch(settings_in(tmp_path)) == str(tmp_path / "layby.db")


def test_a_launch_whose_file_is_gone_is_not_opened_again(tmp_path: Path) -> None:
    remember_launch(settings_in(tmp_path), tmp_path / "gone.db")
    assert last_launch(settings_in(tmp_path)) is None


def test_the_note_of_the_last_launch_is_the_owners_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    remember_launch(settings, Path("/launches/first.db"))
    remember_launch(settings, Path("/launches/second.db"))
    note = settings.state_dir / "last-launch"
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert note.read_text() == "/launches/second.db\n"
    assert list(settings.state_dir.iterdir()) == [note]


def test_a_state_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / ".local").write_text("a file where a folder should be")
    remember_launch(settings_in(tmp_path), Path("x.db"))
    assert last_launch(settings_in(tmp_path)) is None
