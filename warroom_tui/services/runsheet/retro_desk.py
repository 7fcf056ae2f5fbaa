"""Lessons learned: the plan's forms, filled in and exported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from warroom_tui.domain.errors import InputError, NotFound
from warroom_tui.domain.runsheet.retro import Answer, Question, RetroForm, is_retro, page_questions
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.context import Context
from warroom_tui.storage import schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.planning import plan_book
from warroom_tui.storage.runsheet import homes
from warroom_tui.storage.runsheet import meetings as meeting_rows

STANDARD = ("What went well?", "What could be improved?", "What do we do differently next time?")
"""Asked when the plan has no form of its own."""


class RetroDesk:
    """Forms and answers."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def forms(self) -> tuple[RetroForm, ...]:
        """The plan's pages of lessons learned and agendas of retrospectives, with answers."""
        with self._context.store.reading() as connection:
            return read_forms(connection)

    def answer(self, form: str, question: str, text: str) -> Answer:
        """Write an answer down; raises NotFound for a question that no form asks."""
        words = clean(text, limit=BODY_LIMIT, multiline=True).strip()
        if not words:
            raise InputError("An answer needs a text.")
        with self._context.writing() as tx:
            found = _question(read_forms(tx.connection), form, question)
            made = tx.insert(
                schema.retro_answer,
                form=found[0].title,
                question=found[1].text,
                text=words,
                at=tx.now,
                by=tx.actor.name,
            )
            tx.event("answered", "retro", str(made), f"{found[1].text} {words}")
            return homes.find_answer(tx.connection, made)

    def edit(self, answer_id: int, text: str, expected: int | None = None) -> Answer:
        """Write an answer anew."""
        words = clean(text, limit=BODY_LIMIT, multiline=True).strip()
        if not words:
            raise InputError("An answer needs a text.")
        with self._context.writing() as tx:
            old = homes.find_answer(tx.connection, answer_id)
            subject = ("retro", str(old.id))
            tx.update(schema.retro_answer, old.id, expected, old.question, subject, text=words)
            tx.event("edited", *subject, f"{old.question} {words}")
            return homes.find_answer(tx.connection, answer_id)

    def export(self, path: Path, form: str | None = None) -> int:
        """Write the forms with their answers as Markdown into a new file; returns how many."""
        forms = [each for each in self.forms() if form is None or each.title == form]
        if not forms:
            raise NotFound(f"There is no form called {form!r}.", "warroom retro list shows them.")
        text = "\n".join(each.markdown() for each in forms)
        try:
            with path.open("x", encoding="utf-8") as file:
                path.chmod(0o600)
                file.write(text)
        except FileExistsError:
            raise InputError(f"{path} exists already.", "Name a new file.") from None
        except OSError as error:
            raise InputError(f"{path} cannot be written: {error.strerror}.") from error
        return len(forms)


def read_forms(connection: Connection) -> tuple[RetroForm, ...]:
    """Every form with its answers; a standard one where the plan has none."""
    answers = homes.read_answers(connection)
    forms = list(_asked(connection)) or [
        RetroForm("Lessons learned", tuple(map(Question, STANDARD)), None, None)
    ]
    return tuple(_filled(form, answers) for form in forms)


def _asked(connection: Connection) -> list[RetroForm]:
    found = []
    for page in plan_book.read_pages(connection).get("lessons", ()):
        questions = page_questions(page.text)
        if questions:
            made = tuple(map(Question, questions))
            found.append(RetroForm(page.title, made, page.source, page.line))
    titles: set[str] = set()
    for meeting in meeting_rows.read_meetings(connection):
        if is_retro(meeting.title) and meeting.agenda and meeting.title not in titles:
            titles.add(meeting.title)
            made = tuple(Question(item.title) for item in meeting.agenda)
            found.append(RetroForm(meeting.title, made, meeting.source, meeting.line))
    return found


def _filled(form: RetroForm, answers: tuple[Answer, ...]) -> RetroForm:
    """The form with its answers; those to questions that the plan no longer asks stay too."""
    own = [answer for answer in answers if answer.form == form.title]
    asked = [question.text for question in form.questions]
    asked += [a.question for a in own if a.question not in asked]
    return replace(
        form,
        questions=tuple(
            Question(text, tuple(a for a in own if a.question == text))
            for text in dict.fromkeys(asked)
        ),
    )


def _question(forms: tuple[RetroForm, ...], form: str, question: str) -> tuple[RetroForm, Question]:
    wanted = question.strip().casefold()
    for each in forms:
        if each.title.casefold() != form.strip().casefold():
            continue
        for number, asked in enumerate(each.questions, 1):
            if asked.text.casefold() == wanted or wanted == str(number):
                return each, asked
    raise NotFound(
        f"No form called {form!r} asks {question!r}.", "List them with: warroom retro list"
    )
