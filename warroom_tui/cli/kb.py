"""`warroom kb`: knowledge articles, from the need to the readers."""

from __future__ import annotations

import argparse

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, one_of
from warroom_tui.domain.desk.kb import Article, ArticleKind, ArticleState
from warroom_tui.domain.errors import InputError


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    listing = group.command("list", _list, "articles: needed first, then by views")
    listing.add_argument("--gaps", action="store_true", help="only what is not published yet")
    add = group.command("add", _add, "say that an article is needed, or that there is one")
    add.add_argument("title", metavar="TITLE")
    kinds = ", ".join(kind.value for kind in ArticleKind)
    add.add_argument("--kind", type=one_of(ArticleKind), default=ArticleKind.ARTICLE, help=kinds)
    add.add_argument("--category", default="", metavar="WORD")
    add.add_argument("--state", type=one_of(ArticleState), default=ArticleState.NEEDED)
    add.add_argument("--link", default="", metavar="ADDRESS", help="where users read it")
    add.add_argument("--ticket", metavar="TICKET", help="the ticket that asks for it")
    change = group.command("set", _set, "change an article, its state, its readers")
    change.add_argument("ref", metavar="ARTICLE")
    change.add_argument("--state", type=one_of(ArticleState), help="needed, draft, published")
    change.add_argument("--title", metavar="TEXT")
    change.add_argument("--kind", type=one_of(ArticleKind), help=kinds)
    change.add_argument("--category", metavar="WORD")
    change.add_argument("--link", metavar="ADDRESS")
    change.add_argument("--owner", metavar="NAME", help='"" for nobody')
    change.add_argument("--body", metavar="TEXT")
    change.add_argument("--views", type=int, metavar="N", help="how often it was read")
    change.add_argument(
        "--deflections", type=int, metavar="N", help="readers who needed no ticket any more"
    )


def article_shape(article: Article) -> dict[str, Json]:
    """An article as JSON."""
    return {
        "ref": article.ref,
        "title": article.title,
        "kind": article.kind.value,
        "state": article.state.value,
        "category": article.category,
        "link": article.link,
        "body": article.body,
        "owner": article.owner,
        "ticket": article.ticket_ref,
        "needed_at": article.needed_at,
        "needed_by": article.needed_by,
        "published_at": article.published_at,
        "published_by": article.published_by,
        "views": article.views,
        "deflections": article.deflections,
        "version": article.version,
    }


def _list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.kb.gaps() if args.gaps else services.kb.all()
    columns: list[Column[Article]] = [
        Column("ARTICLE", lambda article: article.ref),
        Column("STATE", lambda article: article.state.value),
        Column("KIND", lambda article: article.kind.value.replace("_", " ")),
        Column("VIEWS", lambda article: str(article.views), right=True),
        Column("SPARED", lambda article: str(article.deflections), right=True),
        Column("TICKET", lambda article: article.ticket_ref or "–"),
        Column("TITLE", lambda article: article.title),
    ]
    empty = "No gaps." if args.gaps else "No articles."
    context.out.listing(list(found), article_shape, columns, empty)
    return 0


def _add(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        if args.ticket is not None:
            services.kb.flag(args.ticket, args.title)
            article = max(services.kb.all(), key=lambda found: found.id)
        else:
            article = services.kb.add(
                args.title, args.kind, args.category, state=args.state, link=args.link
            )
    context.out.record(article_shape(article), f"{article.ref} {article.state}: {article.title}.")
    return 0


def _set(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.services.desk.kb_desk import ArticleEdit  # loads SQLAlchemy

    names = ("title", "kind", "category", "body", "link", "owner", "views", "deflections")
    edit = ArticleEdit(**{name: getattr(args, name) for name in names})
    if args.state is None and edit == ArticleEdit():
        raise InputError("Nothing to change was given.", "See: warroom kb set --help")
    with context.services() as services:
        article = services.kb.get(args.ref)
        if edit != ArticleEdit():
            article = services.kb.edit(article.ref, edit, article.version)
        if args.state is not None:
            article = services.kb.set_state(article.ref, args.state)
    context.out.record(article_shape(article), f"{article.ref} is {article.state}.")
    return 0
