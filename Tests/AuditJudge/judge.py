"""The audit log's tree, proofs and signatures, judged by programs of strangers: pymerkle and cryptography.

Usage: judge.py FILE, with JSON: entries (salt and canonical text of each leaf, hex), roots (by size), inclusion and consistency proofs,
a checkpoint, and the public key as bytes.
"""

import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InmemoryTree

given = json.load(open(sys.argv[1]))
checks = 0


def check(what, is_so):
    global checks
    checks += 1
    if not is_so:
        sys.exit(f"FAILED: {what}")


def hexes(hashes):
    return [bytes.fromhex(h) for h in hashes]


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_consistent(old, old_root, new, new_root, path):
    """RFC 9162, section 2.1.4.2, with pymerkle's roots: its own proofs have their hashes in another order."""
    if old & (old - 1) == 0:
        path = [old_root] + path
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root


tree = InmemoryTree(algorithm="sha256")
for entry in given["entries"]:
    tree.append_entry(bytes.fromhex(entry))

for size, root in given["roots"].items():
    check(f"the root of {size}", tree.get_root(int(size)).hex() == root)
for proof in given["inclusion"]:
    index, size = proof["index"], proof["size"]
    theirs = tree.prove_inclusion(index + 1, size).path  # counts from 1
    check(f"leaf {index} in {size}", theirs == [tree.get_leaf(index + 1)] + hexes(proof["path"]))
for proof in given["consistency"]:
    old, new = proof["from"], proof["to"]
    ours = hexes(proof["path"])
    check(f"{old} in {new}", is_consistent(old, tree.get_root(old), new, tree.get_root(new), ours))
    check(f"{old} in {new}, another root", not is_consistent(old, tree.get_root(new), new, tree.get_root(new), ours))

text, signatures = given["checkpoint"].split("\n\n")
text += "\n"
origin, size, root = text.splitlines()
name, blob = signatures.removeprefix("\u2014 ").split()
blob = base64.b64decode(blob)
key = bytes.fromhex(given["public_key"])
check("the key's id", blob[:4] == hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4])
Ed25519PublicKey.from_public_bytes(key).verify(blob[4:], text.encode())
check("the checkpoint's root", base64.b64decode(root) == tree.get_root(int(size)))

print(f"{checks + 1} checks passed")
