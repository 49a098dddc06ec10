"""The queries of README.md with their output: shown, checked, or written anew.

python docs/examples.py --home HOME           prints each query and what it gives
python docs/examples.py --home HOME --write   puts the output into README.md
python docs/examples.py --home HOME --check   fails where README.md shows something else
"""

from __future__ import annotations

import argparse
import difflib
import io
import re
import sys
from contextlib import closing, redirect_stdout
from pathlib import Path

from flows.cli.tables import print_table
from warehouse.home import Home
from warehouse.read import connect, query

README = Path(__file__).parent.parent / "README.md"
EXAMPLE = re.compile(
    r"\*\*(?P<title>[^\n]+)\*\*\n\n```sql\n(?P<sql>.*?)```\n\n```text\n(?P<output>.*?)```",
    re.DOTALL,
)


def answer(home: Path, sql: str) -> str:
    """What the query gives, as ``newsmill sql`` prints it."""
    with closing(connect(Home(home))) as connection, redirect_stdout(io.StringIO()) as printed:
        print_table(query(connection, sql))
    lines = (line.removeprefix(" ").rstrip() for line in printed.getvalue().split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def answered(home: Path, example: re.Match[str]) -> str:
    """The example with what its query gives."""
    before = example["output"]
    return example[0].replace(f"```text\n{before}", f"```text\n{answer(home, example['sql'])}")


def main() -> None:
    """Shows, checks or writes the examples."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    text = README.read_text("utf-8")
    if chosen.write or chosen.check:
        found = EXAMPLE.sub(lambda example: answered(chosen.home, example), text)
        if chosen.write:
            README.write_text(found, "utf-8")
        elif found != text:
            changed = difflib.unified_diff(text.split("\n"), found.split("\n"), lineterm="")
            sys.exit("README.md shows other output:\n" + "\n".join(changed))
        return
    for example in EXAMPLE.finditer(text):
        sys.stdout.write(f"\n{example['title']}\n\n{answer(chosen.home, example['sql'])}")


if __name__ == "__main__":
    main()
