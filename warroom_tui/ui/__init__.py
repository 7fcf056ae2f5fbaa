"""The screens. Textual lives here and nowhere else."""

import os

# Textual reads this once, when it is first imported: how long it waits after ESC for the rest of
# a key's sequence. Its own 100 ms makes `escape` feel slow in terminals without the newer protocol.
os.environ.setdefault("ESCDELAY", "25")
