"""`python -m transcripts.reading`: the child that reads one file; see `transcripts.reading.apart`."""

from transcripts.reading.apart import main

if __name__ == "__main__":
    main()
