"""`python -m study`: the same verbs as the pages, for scripts and servers."""

from study.commands import main

if __name__ == "__main__":
    main()
