"""``python -m api`` is the command ``lunjie``, the service included."""

from api.cli import main

if __name__ == "__main__":
    main()
