"""The building as a whole: the command line, and which doors a process opens."""
