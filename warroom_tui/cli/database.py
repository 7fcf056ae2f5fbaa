"""`warroom db`: looking after the launch's database."""

from __future__ import annotations

import argparse
from pathlib import Path

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser
from warroom_tui.domain.errors import InputError


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    backup = group.command("backup", _backup, "copy the database, complete even while others write")
    backup.add_argument("file", metavar="FILE", help="a number is added when it exists")
    restore = group.command("restore", _restore, "put a backup in place of the database")
    restore.add_argument("file", metavar="FILE")
    restore.add_argument(
        "--force", action="store_true", help="replace the database; it is kept beside the new one"
    )
    group.command("backups", _backups, "the hourly backups that are kept, newest first")
    group.command("check", _check, "look for damage; exit code 1 when there is any")
    group.command("upgrade", _upgrade, "bring an older database up to date, after a backup")


def _path(context: Context) -> Path:
    from warroom_tui.bootstrap import database_path

    return database_path(context.db())


def _backup(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.upkeep import back_up

    source, target = _path(context), Path(args.file)
    if target.is_dir():
        raise InputError(f"{target} is a folder.", "Name the file that the backup shall be.")
    made = back_up(source, target)
    context.out.record(
        {"database": str(source), "backup": str(made)}, f"{source} backed up to {made}"
    )
    return 0


def _backups(_args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.backup_keeper import Backup, backups_of

    def shape(one: Backup) -> Json:
        return {"file": str(one.path), "at": one.at, "bytes": one.bytes}

    columns: list[Column[Backup]] = [
        Column("TAKEN (UTC)", lambda one: f"{one.at:%a %Y-%m-%d %H:%M}"),
        Column("MB", lambda one: f"{one.bytes / 1e6:.1f}", right=True),
        Column("FILE", lambda one: str(one.path)),
    ]
    found = backups_of(_path(context))
    empty = "None yet: an open dashboard or monitor takes one every hour."
    context.out.listing(found, shape, columns, empty)
    return 0


def _restore(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.upkeep import restore

    target = _path(context)
    kept = restore(Path(args.file), target, overwrite=args.force)
    told = f"{target} restored from {args.file}"
    told += f"\nWhat stood there before is {kept}" if kept else ""
    context.out.record({"database": str(target), "replaced": str(kept) if kept else None}, told)
    return 0


def _check(_args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.upkeep import examine

    path = _path(context)
    found = examine(path)
    age = f"revision {found.revision}" + (
        f", upgrade to {found.newest} is due: warroom db upgrade" if found.upgrade_due else ""
    )
    lines = [f"{path}: {'damaged' if found.problems else 'sound'}, {age}", *found.problems]
    context.out.record(
        {
            "database": str(path),
            "sound": not found.problems,
            "problems": list(found.problems),
            "revision": found.revision,
            "newest_revision": found.newest,
        },
        "\n".join(lines),
    )
    return 1 if found.problems else 0


def _upgrade(_args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.upkeep import upgrade

    path = _path(context)
    before, after = upgrade(path)
    told = f"{path} is up to date, revision {after}."
    if before != after:
        told = f"{path} upgraded from {before} to {after}; the backup lies beside it."
    context.out.record({"database": str(path), "from": before, "to": after}, told)
    return 0
