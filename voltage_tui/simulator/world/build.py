"""Building the world: keys, lines, wallets, and then what happened before now."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from voltage_tui.simulator.amounts import Currency
from voltage_tui.simulator.identity import Identity
from voltage_tui.simulator.moments import DAY, HOUR
from voltage_tui.simulator.state.bulk import Bulk
from voltage_tui.simulator.state.ids import new_uuid
from voltage_tui.simulator.state.keys import ALL, ApiKey, Permission
from voltage_tui.simulator.state.line import Line
from voltage_tui.simulator.state.state import State
from voltage_tui.simulator.state.wallet import Wallet
from voltage_tui.simulator.world import history
from voltage_tui.simulator.world.names import ROLES, wallet_name

if TYPE_CHECKING:
    from voltage_tui.simulator.options import SimulatorOptions

BASE_PATH: Final = "/v1"
ORGANIZATION: Final = "Meridian Hosting"
_SATS: Final = 1_000
_BTC_LIMIT: Final = 20_000_000 * _SATS
_USD_LIMIT: Final = 5_000_000
_EXTRA_BTC: Final = 250_000 * _SATS
_EXTRA_USD: Final = 20_000
_KEY_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
_RESTRICTED: Final = {
    "read": frozenset({Permission.READ}),
    "receive": frozenset({Permission.READ, Permission.RECEIVE}),
    "billing": frozenset({Permission.READ, Permission.BILLING}),
}


def build(options: SimulatorOptions, now: int) -> State:
    """The world as it stands at `now`: the same for the same options and moment.

    A demo's first figures wait for this: the default world takes about 15 ms of processor time.
    """
    rng = random.Random(options.seed)
    organization, environment = new_uuid(rng), new_uuid(rng)
    api_key = "vltg_" + "".join(rng.choices(_KEY_ALPHABET, k=32))
    lines = _lines(rng, options.wallets)
    born = now - (options.history_days + 20) * DAY
    wallets = [_wallet(rng, place, lines, born) for place in range(options.wallets)]
    identity = Identity(
        base_path=BASE_PATH,
        api_key=api_key,
        organization_id=organization,
        environment_id=environment,
        wallet_ids=tuple(wallet.id for wallet in wallets),
        line_of_credit_ids=tuple(line.id for line in lines),
        organization_name=ORGANIZATION,
    )
    state = State(options=options, rng=rng, now=now, identity=identity)
    state.lines = {line.id: line for line in lines}
    state.wallets = {wallet.id: wallet for wallet in wallets}
    state.keys = {api_key: ApiKey(api_key, ALL)}
    for name, permissions in _RESTRICTED.items():
        secret = f"{api_key}-{name}"
        state.keys[secret] = ApiKey(secret, permissions)
    if options.ledger_rows:
        _add_bulk(state, wallets, options.ledger_rows)
    history.write(state, now)
    return state


def _lines(rng: random.Random, wallets: int) -> tuple[Line, Line]:
    """The two lines, large enough for every wallet's slice."""
    extra = max(0, wallets - len(ROLES))
    return (
        Line(
            id=new_uuid(rng),
            currency=Currency.BTC,
            limit=_BTC_LIMIT + extra * _EXTRA_BTC,
            status={"secured": "secured"},
        ),
        Line(
            id=new_uuid(rng),
            currency=Currency.USD,
            limit=_USD_LIMIT + extra * _EXTRA_USD,
            status={"verified": "verified"},
            send_basis_points=50,
        ),
    )


def _wallet(rng: random.Random, place: int, lines: tuple[Line, Line], born: int) -> Wallet:
    if place < len(ROLES):
        role = ROLES[place]
        line = lines[0] if role.currency is Currency.BTC else lines[1]
        name, limit, metadata = role.name, role.limit, dict(role.metadata)
    else:
        line = lines[1] if place % 3 == 1 else lines[0]
        name, metadata = wallet_name(place - len(ROLES)), {"cost_center": f"shop-{place}"}
        limit = _EXTRA_BTC if line is lines[0] else _EXTRA_USD
    at = born + place * HOUR // 40
    return Wallet(
        id=new_uuid(rng),
        name=name,
        line=line,
        limit=limit,
        created=at,
        updated=at,
        visible_at=at,
        metadata=metadata,
    )


def _add_bulk(state: State, wallets: list[Wallet], rows: int) -> None:
    """The older history, which ends where the known one begins."""
    end = state.now - (state.options.history_days + 10) * DAY
    state.bulk = bulk = Bulk(wallets, rows, end, state.seed)
    born = bulk.created(0) - DAY
    for place, wallet in enumerate(wallets):
        wallet.bulk = bulk.rows_of(place)
        wallet.total = bulk.tail_total(place)
        wallet.created = wallet.updated = wallet.visible_at = born + place
