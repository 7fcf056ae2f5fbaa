"""Tests of what a plan needs beside phases and tickets: action items, findings, focus, risks."""
