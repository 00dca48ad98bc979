"""One module a subject. Each has `wrong(site)`, which yields a line for everything that is wrong."""
