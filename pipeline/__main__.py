"""The engines' process, started by `pipeline.child`; not for people."""

from pipeline.child import main

main()
