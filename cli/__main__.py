"""``python -m cli`` is the command ``lunjie``."""

from cli import main

if __name__ == "__main__":
    main()
