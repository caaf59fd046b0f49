"""Which keys of the API's answers hold what (API schemas), as far as it decides what is kept.

A key that is in none of these sets is left out of a recording with all that is under it: what this
version does not know cannot be redacted by it.
"""

from __future__ import annotations

from typing import Final

SECRETS: Final = frozenset(
    {
        *("preimage", "shared_secret", "checkout_token", "checkout_tokens", "checkout_url"),
        *("stream_token", "events_url"),
    }
)
"""Never kept, whatever is asked for (S-58 and S-59)."""

IDENTIFIERS: Final = frozenset(
    {
        *("id", "ach_id", "bill_id", "credit_id", "delivery_id", "deposit_id", "environment_id"),
        *("fulfillment_id", "fulfillment_ids", "hold_id", "idempotency_key", "ledger_id"),
        *("line_of_credit_id", "loc_id", "offset_payment_id", "organization_id", "payment_id"),
        *("policy_id", "quote_id", "session_id", "template_id", "wallet_id", "wallet_ids"),
        *("webhook_id", "withdraw_id"),
    }
)
"""UUIDs, which are kept: an incident is told by them."""

MOMENTS: Final = frozenset(
    {
        *("anchor_at", "completed_at", "consumed_at", "created_at", "deleted_at"),
        *("deletion_failed_at", "disabled_at", "due_date", "effective_time", "end_time"),
        *("expires_at", "failed_at", "fulfillment_requested_at", "newest_created_at"),
        *("oldest_created_at", "paid_at", "payment_received_at", "processing_at", "queued_at"),
        *("quoted_at", "requested_at", "settled_at", "start_time", "stopped_at", "submitted_at"),
        *("time", "updated_at", "voided_at", "mined_at", "provider_updated_at"),
    }
)

WORDS: Final = frozenset(
    {
        *("cadence", "code", "currency", "direction", "event", "event_type", "flow_preference"),
        *("from", "kind", "mode", "network", "origin_policy", "pair", "payment_category"),
        *("payment_kind", "period_length", "precision", "purpose", "rail", "rate", "route"),
        *("settlement_type", "status", "statuses", "step", "to", "total_count_accuracy", "type"),
        *("unit", "asset", "target_precision", "price"),
    }
)
"""The API's own words, rates among them; kept where they have the form of one."""

TEXTS: Final = frozenset(
    {
        *("address", "allowed_origins", "bip21_uri", "description", "detail", "error"),
        *("failure", "fields", "host", "identification_number", "invoice", "label", "ln_invoice"),
        *("memo", "message", "name", "next_cursor", "outpoint", "payment_hash"),
        *("payment_request", "peer", "reason", "success", "tx_id", "url"),
    }
)
"""What people and their counterparts wrote, and what leads to them; some have objects in them."""

TABLES: Final = frozenset({"metadata", "payment_metadata", "amount_units"})
"""Whose keys are somebody's words as well."""

MAPS: Final = frozenset(
    {
        *("by_currency", "by_environment_id", "by_line_of_credit_id", "by_organization_id"),
        "by_status",
    }
)
"""Whose keys are identifiers or words of the API."""

PARTS: Final = frozenset(
    {
        *("ach", "active", "allocated_limit", "amount", "amount_msats", "amount_received"),
        *("amount_sats", "amount_sent", "amount_total", "amt_due", "amt_paid", "asset_amount"),
        *("assets", "attempt_count", "available", "balances", "basis_points"),
        *("bill_total_count", "btc_amount", "buckets", "calculation", "channel_scids"),
        *("check_only", "context", "count", "counterparty_share_basis_points", "coverage", "data"),
        *("decimal_display", "disable", "error_info", "estimated_fee_sats", "events", "exchanges"),
        *("expiration", "fee_msats", "fee_sats", "fees", "from_amount", "frozen", "has_more"),
        *("height_mined_at", "holds", "inflight_total_count", "infrastructure", "interest_fee"),
        *("is_pending", "items", "limit", "limit_sats", "line_items", "market_quote"),
        *("max_basis_points", "max_fee", "max_fee_msats", "max_fee_sats"),
        *("max_payment_size_sats", "max_size_sats", "negative", "network_fee", "ofac_compliant"),
        *("offset", "outflows", "payload", "payment", "payment_activity", "payment_breakdown"),
        *("payment_classification", "payments", "payout_holdback", "peer_quote"),
        *("pending_settlements", "percentage", "policies", "position", "principal"),
        *("processing_fee", "processing_fees", "quote", "rates", "receipt", "receipts"),
        *("receive", "receive_basis_points", "redirect_urls", "requested_amount"),
        *("required_confirmations_num", "retry_after_seconds", "rfq", "sanctioned_info"),
        *("sanctioned_inputs", "sanctioned_value", "scheduled_sections", "send"),
        *("send_basis_points", "send_volume_limit_sats", "service_fee", "sessions"),
        *("settlement_fee", "settlement_fee_percentage", "standard", "starting_balance"),
        *("status_code", "target_blocks", "threshold", "to_amount", "total", "total_count"),
        *("total_due_base_units", "total_transactions_received", "total_transactions_sent"),
        *("transactions_per_minute", "transfers", "treasury", "volume", "volume_fee"),
        *("volume_fee_percentage", "wallet_limit"),
    }
)
"""Amounts, counts, flags, and the objects and lists that hold the rest."""

SENT: Final = frozenset(
    {
        *("cursor", "end_date", "environment_ids", "inactive", "include_disabled"),
        *("include_inactive", "pagination", "sort_key", "sort_order", "start_date"),
    }
)
"""What only requests have."""

KNOWN: Final = SECRETS | IDENTIFIERS | MOMENTS | WORDS | TEXTS | TABLES | MAPS | PARTS
"""Every key that is kept in some form."""
