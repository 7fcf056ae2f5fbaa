"""Pure rules and frozen dataclasses; standard library only."""
