"""The simulator itself: a request in, a response out, and time that passes between them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from voltage_tui.simulator import codec, moments, world
from voltage_tui.simulator.auth import authenticate
from voltage_tui.simulator.context import Context
from voltage_tui.simulator.errors import RefusedError
from voltage_tui.simulator.flows import activity, deliveries, payer, policy
from voltage_tui.simulator.http import Response
from voltage_tui.simulator.options import SimulatorOptions
from voltage_tui.simulator.past import Had, had_at
from voltage_tui.simulator.router import Router, check_scope
from voltage_tui.simulator.routes import routes_of
from voltage_tui.simulator.routes.coin_prices import coin_price
from voltage_tui.simulator.state.payment import InvoiceTerms, Receive

if TYPE_CHECKING:
    from datetime import datetime

    from voltage_tui.clock import Clock
    from voltage_tui.simulator.flows.deliveries import Deliver
    from voltage_tui.simulator.http import Request
    from voltage_tui.simulator.identity import Identity

_ROUTER: Final = Router(world.BASE_PATH, routes_of)


class Simulator:
    """A stand-in for Voltage: one organization, one environment, one network (mutinynet).

    Nothing happens in the background: whatever is due by the clock is done at the start of each
    request and by `run_due`. `deliver` carries webhooks out; by default each arrives.
    """

    def __init__(
        self,
        clock: Clock,
        options: SimulatorOptions | None = None,
        deliver: Deliver = deliveries.arrive,
    ) -> None:
        self._clock = clock
        self._state = world.build(options or SimulatorOptions(), moments.micros(clock.now()))
        self._courier = deliveries.Courier(self._state, deliver)
        self._state.on_event = self._courier.announce
        if self._state.options.activity:
            activity.start(self._state)

    @property
    def identity(self) -> Identity:
        """What a client has to be configured with."""
        return self._state.identity

    @property
    def courier(self) -> deliveries.Courier:
        """The deliverer of webhooks, whose way of delivering can be replaced."""
        return self._courier

    @property
    def price_source_works(self) -> bool:
        """Whether quotes are priced; while it does not, each one fails."""
        return not self._state.quotes_fail

    @price_source_works.setter
    def price_source_works(self, works: bool) -> None:
        self._state.quotes_fail = not works

    def had_at(self, moment: datetime) -> tuple[Had, ...]:
        """What each wallet in use had at an earlier moment."""
        return had_at(self._state.wallets.values(), moments.micros(moment))

    def handle(self, request: Request) -> Response:
        """Answer one request, as things stand at the clock's present moment."""
        self.run_due()
        try:
            response = self._answer(request)
        except RefusedError as error:
            body = json.dumps(error.envelope(), separators=(",", ":")).encode("ascii")
            response = Response(error.status, (("content-type", "application/json"),), body)
        date = moments.http_date(moments.micros(self._clock.now()))
        length = str(len(response.body))
        headers = (*response.headers, ("date", date), ("content-length", length))
        return Response(response.status, headers, response.body)

    def _answer(self, request: Request) -> Response:
        price = coin_price(self._state, request)
        if price is not None:
            return price
        found = _ROUTER.find(request.method, request.path)
        key = authenticate(self._state, request)
        context = Context(self._state, request, key, found.ids, self._courier)
        context.need(*found.route.permissions)
        check_scope(self._state.identity, found.ids)
        return found.route.handler(context)

    def run_due(self) -> None:
        """Let everything happen that is due by now, each thing at its own moment."""
        state = self._state
        now = max(state.now, moments.micros(self._clock.now()))
        while (due := state.schedule.pop_due(now)) is not None:
            state.now = max(state.now, due[0])
            due[1]()
        state.now = now

    def pay(self, payment_id: str, amount_msats: int | None = None) -> None:
        """Pay one of our receives now, in full or (on-chain, or any amount) as much as said.

        Raises `LookupError` for an unknown receive, `ValueError` when it cannot be paid so.
        """
        self.run_due()
        match self._state.payments.get(payment_id):
            case Receive() as receive:
                payer.pay_now(self._state, receive, amount_msats)
            case _:
                raise LookupError(payment_id)

    def invoice_to_pay(
        self,
        amount_msats: int | None,
        description: str,
        expiry_s: int = 3_600,
        payee: str = "outside",
    ) -> str:
        """An invoice of somebody outside, which a send can pay; None asks for any amount.

        Whoever has the same name as `payee` has the same node.

        Only these and our own receives can be paid over Lightning: of any other invoice the
        simulator does not know the preimage, so there is no route to it.
        """
        self.run_due()
        at = self._state.now
        terms = InvoiceTerms(amount_msats, description, at, expiry_s, payee)
        name = self._state.new_id()
        secret = self._state.secret("preimage", name)
        self._state.preimages[codec.digest_of(secret).hex()] = secret
        return codec.write_invoice(self._state, name, terms)

    def address_to_pay(self) -> str:
        """An address of somebody outside."""
        return codec.write_address(self._state, self._state.new_id())

    def sanctioned_address(self) -> str:
        """The address that wallets with screening refuse to pay."""
        return codec.write_address(self._state, policy.SANCTIONED)
