"""The contactless chip: its commands, access control, secure messaging, and both sides of them.

Pure and sans-I/O: a chip is a state that answers bytes with bytes; a terminal speaks through a callable;
chance is an argument. What a terminal cannot accept raises `error.ChipError`; a chip raises for no bytes, it
answers with a status word. docs/formats/chip.md says what is implemented.
"""
