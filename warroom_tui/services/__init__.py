"""Use cases: the only door that the ui and the command line knock on."""
