"""Ed25519 as RFC-0011 section 5.4 wants it: OpenSSL's check of a signature behind a check of the key."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int]


def point(key: bytes) -> Point | None:
    """The point whose one spelling a key is, or None."""
    number = int.from_bytes(key, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(key) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or x == 0 and sign:
        return None
    return (P - x if x % 2 != sign else x), y


def doubled(of: Point) -> Point:
    """Twice a point."""
    x, y = of
    product = D * x * x * y * y
    return 2 * x * y * pow(1 + product, -1, P) % P, (y * y + x * x) * pow(1 - product, -1, P) % P


def is_key(key: bytes) -> bool:
    """Whether bytes are a public key: one spelling of a point, eight times which is not the neutral one."""
    decoded = point(key)
    return decoded is not None and doubled(doubled(doubled(decoded))) != (0, 1)


def holds(key: bytes, signature: bytes, text: bytes) -> bool:
    """Whether a signature by a key that is_key says yes to holds."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except InvalidSignature:
        return False
    return True


def sign(seed: bytes, text: bytes) -> tuple[bytes, bytes]:
    """The public key of a seed, and its signature."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), private.sign(text)
