"""What has been checked and approved: that which is sent, as it stood then."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from core.notices.model import Campaign

_SAID = ("texts", "media", "buttons", "audience")


def digest(content: Mapping[str, Any]) -> str:
    """Return what changes with every change of what is said and to whom."""
    said = json.dumps([content.get(name) or None for name in _SAID], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def is_checked(campaign: Campaign) -> bool:
    return (campaign.content.get("check") or {}).get("digest") == digest(campaign.content)


def is_approved(campaign: Campaign) -> bool:
    return campaign.content.get("approved") == digest(campaign.content)


def with_hand(content: Mapping[str, Any], by: str) -> dict[str, Any]:
    return {**content, "hands": sorted({*content.get("hands", ()), by})}
