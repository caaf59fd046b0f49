"""The command line's grammar and its help."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

import voltage_tui
from voltage_tui.cli.record_options import record_options
from voltage_tui.text import clean

# In lines of its own: argparse would break a line at the hyphen of our name.
_EPILOG: Final = """\
Without a command, the screen starts.
To look around without a key: voltage-tui demo

exit codes: 0 done, 1 refused or failed, 2 usage, 3 sign-in,
            4 transport or unknown, 5 no answer in time, 130 interrupted"""
_WATCH_ENDS: Final = (
    "It reads only, takes nothing from a screen that is open, and goes on until it is ended. "
    "--once ends with 0 when everything was read, 3 when something was refused, 4 when Voltage was "
    "not reached or understood, 5 when it did not answer in time; and with --fail-on-attention "
    "with 1 when all was read and something needs a person."
)
_FASTEST: Final = 100.0
_FORMATS: Final = (
    *("csv", "csv-excel", "jsonl", "koinly", "cointracker", "quickbooks", "xero", "hledger"),
    *("beancount", "ofx", "parquet"),
)
"""As `ExportFormat` has them, which is not loaded for the grammar."""
_LIKE_A_KEY: Final = re.compile(r"vltg_\S*")

AddParser: TypeAlias = Callable[..., argparse.ArgumentParser]


class Parser(argparse.ArgumentParser):
    """argparse, except that a key typed by mistake is not repeated (safety rule S-57)."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with 2."""
        self.print_usage(sys.stderr)
        words = clean(_LIKE_A_KEY.sub("(hidden)", message))
        self.exit(2, f"{self.prog}: {words}\n")


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar; cheap, since no command is loaded for it."""
    parser = Parser(
        prog="voltage-tui",
        description="The treasurer's terminal for the Voltage Payments API.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=voltage_tui.__version__)
    parser.add_argument("--profile", metavar="NAME", help="the profile to start with")
    _read_only(parser, default=False)
    _monitor(parser, default=False)
    record_options(parser, default=None)
    parser.set_defaults(command="start")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    for add in (
        _demo,
        _replay,
        _login,
        _logout,
        _wipe,
        _profiles,
        _doctor,
        _audit,
        _export,
        _verify,
        _watch,
        _metrics,
        _simulate,
        _pictures,
    ):
        add(commands.add_parser)
    return parser


def _command(
    add: AddParser, name: str, words: str, *, shown: str | None = None, end: str | None = None
) -> argparse.ArgumentParser:
    """A command's parser; `shown` is the word that is typed, where it is not the name.

    `end` is what its help ends with.
    """
    parser = add(
        shown or name,
        help=words,
        description=words[:1].upper() + words[1:] + ".",
        epilog=end,
        allow_abbrev=False,
    )
    parser.set_defaults(command=name)
    return parser


def _read_only(parser: argparse.ArgumentParser, default: bool | str) -> None:  # noqa: FBT001
    words = "nothing can be changed, for as long as it runs"
    parser.add_argument("--read-only", action="store_true", default=default, help=words)


def _monitor(parser: argparse.ArgumentParser, default: bool | str) -> None:  # noqa: FBT001
    words = "large figures for a second display: no key is needed, nothing can be changed"
    parser.add_argument("--monitor", action="store_true", default=default, help=words)


def _replay(add: AddParser) -> None:
    parser = _command(add, "replay", "play a recording through the same screens, without a network")
    parser.add_argument("file", type=Path, metavar="FILE", help="what --record has made")


def _profile(parser: argparse.ArgumentParser, words: str = "") -> None:
    """Whose it is: by its name alone, or by `--profile` before or after the command."""
    words = words or "the profile (default: as at start)"
    parser.add_argument("name", metavar="NAME", nargs="?", help=words)
    parser.add_argument("--profile", metavar="NAME", dest="said", help="the same, said so")


def _demo(add: AddParser) -> None:
    parser = _command(add, "demo", "a simulated company: no key, no network, no real money")
    # Given before or after the word demo, it means the same.
    _read_only(parser, argparse.SUPPRESS)
    _monitor(parser, argparse.SUPPRESS)
    record_options(parser, argparse.SUPPRESS)
    _seed(parser)
    _speed(parser)
    parser.add_argument(
        "--start",
        type=_moment,
        metavar="TIME",
        help="when it begins, such as 2026-03-02T08:00Z (default: now)",
    )


def _login(add: AddParser) -> None:
    parser = _command(add, "login", "try an API key, keep it in the keyring and make a profile")
    parser.add_argument("name", metavar="NAME", help="the profile's name: letters, digits, - and _")
    parser.add_argument("--organization", required=True, metavar="UUID", help="the organisation")
    parser.add_argument("--environment", required=True, metavar="UUID", help="its environment")
    parser.add_argument("--title", metavar="TEXT", help="what the screen calls the organisation")
    parser.add_argument(
        "--level",
        choices=("view", "receive"),
        default="receive",
        help="what the profile may do when it starts (default: receive)",
    )
    parser.add_argument(
        "--base-url",
        metavar="URL",
        help="another address than Voltage's own; the key is sent there, and the screen says so",
    )
    parser.add_argument(
        "--key-from",
        metavar="PLACE",
        default="keyring",
        help="keyring (default), env:VARIABLE, file:PATH, or command:'PROGRAM ARGUMENTS'; "
        "never the key itself",
    )
    parser.add_argument(
        "--stdin", action="store_true", help="read the key from standard input, not at a prompt"
    )
    parser.add_argument(
        "--default", action="store_true", help="the profile to start with when none is named"
    )


def _logout(add: AddParser) -> None:
    parser = _command(add, "logout", "remove a profile, and its key from the keyring")
    parser.add_argument("name", metavar="NAME", help="the profile's name")


def _wipe(add: AddParser) -> None:
    words = "remove the copy of ledgers and payments on this machine"
    parser = _command(add, "wipe", words)
    _profile(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--keep-notes",
        metavar="FILE",
        type=Path,
        help="write the notes and tags to FILE (.csv or .jsonl) first",
    )


def _profiles(add: AddParser) -> None:
    _command(add, "profiles", "list the profiles")


def _doctor(add: AddParser) -> None:
    parser = _command(add, "doctor", "say what is configured and whether it works; nothing secret")
    _profile(parser, "one profile (default: all)")


def _audit(add: AddParser) -> None:
    parser = _command(add, "audit", "the record of what was armed and sent: verify it, or show it")
    acts = parser.add_subparsers(
        title="what to do", metavar="ACT", required=True, parser_class=Parser
    )
    for act, words in (
        ("verify", "say whether a line was changed, removed or moved; 1 when one was"),
        ("show", "print its last lines"),
    ):
        made = _command(acts.add_parser, "audit", words, shown=act)
        made.set_defaults(act=act)
        _profile(made)
        if act == "show":
            made.add_argument(
                "--last",
                type=_whole(1, 1_000_000),
                default=20,
                metavar="N",
                help="how many lines (default: 20)",
            )


def _export(add: AddParser) -> None:
    parser = _command(add, "export", "write the books as files: CSV, journals, tax, OFX")
    _profile(parser)
    parser.add_argument("--month", type=_month, metavar="YYYY-MM", help="one month of a calendar")
    parser.add_argument("--from", dest="first", type=_day, metavar="DATE", help="its first day")
    parser.add_argument("--to", dest="last", type=_day, metavar="DATE", help="its last day")
    parser.add_argument(
        "--zone", metavar="ZONE", help="whose days are meant, as Europe/Berlin (default: as set)"
    )
    parser.add_argument(
        "--wallet",
        action="append",
        metavar="NAME",
        help="one wallet, by its name or identifier; again for another (default: all)",
    )
    parser.add_argument(
        "--format",
        action="append",
        choices=_FORMATS,
        help="one format; again for another (default: all)",
    )
    parser.add_argument("--search", metavar="TEXT", help="only the rows this search finds")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="where the pack goes (default: downloads)"
    )
    parser.add_argument(
        "--accounts", type=Path, metavar="FILE", help="the accounts file of the journals"
    )
    parser.add_argument(
        "--unmapped", action="store_true", help="list rows without an account; write nothing"
    )
    parser.add_argument(
        "--offline", action="store_true", help="what is kept here; Voltage is not asked"
    )
    parser.add_argument(
        "--incomplete", action="store_true", help="write it although rows may be missing"
    )
    parser.add_argument("--json", action="store_true", help="the result as JSON")


def _verify(add: AddParser) -> None:
    parser = _command(add, "verify", "say whether an export is still what its manifest says")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the export's folder")


def _watch(add: AddParser) -> None:
    parser = _command(add, "watch", "what the screen would tell, without a screen", end=_WATCH_ENDS)
    _profile(parser)
    parser.add_argument("--once", action="store_true", help="read everything once, say it, end")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, see README")
    parser.add_argument("--hide-amounts", action="store_true", help="no amount in what is said")
    parser.add_argument(
        "--fail-on-attention",
        action="store_true",
        help="with --once: end with 1 when something needs a person",
    )
    _fill_copy(parser)


def _metrics(add: AddParser) -> None:
    parser = _command(add, "metrics", "serve what is known in Prometheus' format, read-only")
    _profile(parser)
    parser.add_argument(
        "--port", type=_whole(0, 65_535), metavar="N", help="where to listen; 0 takes any free one"
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="another address than this machine's own; whoever reaches it can read balances",
    )
    parser.add_argument("--dashboard", action="store_true", help="print a dashboard for Grafana")
    parser.add_argument("--rules", action="store_true", help="print alert rules for Prometheus")
    _fill_copy(parser)


def _fill_copy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--fill-copy",
        action="store_true",
        help="also fill the copy of ledgers and payments on this machine, as the screen does; "
        "a screen that is opened meanwhile then only looks",
    )


def _simulate(add: AddParser) -> None:
    parser = _command(add, "simulate", "serve a simulated Voltage API on this machine")
    parser.add_argument(
        "--port",
        type=_whole(0, 65_535),
        required=True,
        metavar="N",
        help="where to listen on 127.0.0.1; 0 takes any free port",
    )
    _seed(parser)
    _speed(parser)
    parser.add_argument(
        "--wallets",
        type=_whole(1, 1_000),
        default=4,
        metavar="N",
        help="how many wallets (default: 4)",
    )
    parser.add_argument(
        "--ledger-rows", type=_whole(0, 1_000_000), metavar="N", help="rows of older history"
    )


def _pictures(add: AddParser) -> None:
    parser = _command(add, "pictures", "make the screenshots again from the demo")
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        default="screenshots",
        help="where they are written (default: screenshots)",
    )


def _seed(parser: argparse.ArgumentParser) -> None:
    words = "the same seed gives the same company (default: 7)"
    parser.add_argument("--seed", type=_whole(0, 2**63 - 1), default=7, metavar="N", help=words)


def _speed(parser: argparse.ArgumentParser) -> None:
    words = "how many times as fast time runs (default: 1)"
    parser.add_argument("--speed", type=_faster, default=1.0, metavar="X", help=words)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or not least <= int(text[:20]) <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most}")
        return int(text)

    return parse


def _faster(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.0 < speed <= _FASTEST:
        raise argparse.ArgumentTypeError(f"a number above 0, at most {_FASTEST:g}")
    return speed


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day such as 2026-03-31") from None


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError("a month such as 2026-03") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a time such as 2026-03-02T08:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
