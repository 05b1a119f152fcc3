"""Which addresses of the network may be fetched from: those of the open internet, and no others."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

__all__ = ["Address", "Network", "parse_address", "refusal"]

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def parse_address(text: str) -> Address | None:
    """The address that a resolver gave, a zone behind it dropped; None for what is none."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def refusal(address: Address, allowed: Iterable[Network] = ()) -> str | None:
    """Why an address must not be fetched from, as in "a private address"; None where it may.

    The finest network of data/refused_networks.toml that holds it names the reason; whatever Python's own list calls not
    global is refused as well. `allowed` networks are taken out, for servers that a caller runs itself.
    """
    if any(address.version == network.version and address in network for network in allowed):
        return None
    holding = [(network.prefixlen, what) for network, what in _refused() if _within(address, network)]
    if holding:
        return max(holding)[1]
    if not address.is_global or address.is_multicast or address.is_reserved:
        return "an address that is not of the open internet"
    return None


def _within(address: Address, network: Network) -> bool:
    return address.version == network.version and address in network


@cache
def _refused() -> tuple[tuple[Network, str], ...]:
    text = files("vedette.store").joinpath("data", "refused_networks.toml").read_text(encoding="utf-8")
    return tuple((ip_network(r), entry["what"]) for entry in tomllib.loads(text)["network"] for r in entry["ranges"])
