"""A report as a mail draft that any mail program opens for sending."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from warroom_tui.reports.escaping import one_line

MAX_SUBJECT = 200
"""Characters of a subject line; mail programs show about seventy."""


def draft(subject: str, text: str, html: str, at: datetime) -> str:
    """An RFC 5322 draft with a plain and an HTML part, all ASCII, lines ended by CRLF.

    Recipients are left to the person who sends it (`X-Unsent: 1` opens it as a draft). The same
    input gives the same bytes. A line break in the subject cannot start another header.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(subject).strip()[:MAX_SUBJECT]
    message["Date"] = format_datetime(at)
    message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    digest = hashlib.sha256(f"{subject}\n{text}\n{html}".encode()).hexdigest()[:32]
    # "=_" cannot occur in quoted-printable text, so the boundary never does.
    message.set_boundary(f"=_warroom_{digest}")
    return message.as_bytes().decode("ascii")
