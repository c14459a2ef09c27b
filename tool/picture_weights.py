#!/usr/bin/env python3
"""picture_weights.py - EfficientNet-Lite0 as PyTorch saved it, as a GGUF file that ggml reads. Standard library only.

usage: picture_weights.py MODEL.pth OUT.gguf

The file is of the old kind: five pickles, then the numbers of each storage. Only the few names that a table of tensors needs
are let through the pickle, so a file that is not what it says cannot run anything. Each batch normalisation is folded into the
convolution before it (x * gain + shift), and numbers are laid out with channels first in memory, as port/picture_ggml.c runs
them. Sources: Ioffe, Szegedy 2015 (folding); ggml's docs/gguf.md (version 3).
"""
import array
import collections
import math
import pickle
import struct
import sys

EPSILON = 1e-3  # of batch normalisation, in EfficientNet-Lite
MAGIC = 0x1950A86A20F9469CFC6C


class Tensor:
    """A view: numbers of a storage by offset, shape and strides."""

    def __init__(self, storage, offset, shape, strides):
        self.storage, self.offset, self.shape, self.strides = storage, offset, tuple(shape), tuple(strides)

    def flat(self):
        """The numbers in order of the shape, whatever the strides are."""
        at, data, out = [self.offset], self.storage["data"], array.array("f")
        for n, step in zip(self.shape, self.strides):
            at = [a + i * step for a in at for i in range(n)]
        out.extend(data[i] for i in at)
        return out


def rebuild(storage, offset, shape, strides, *_):
    return Tensor(storage, offset, shape, strides)


class Reader(pickle.Unpickler):
    ALLOWED = {("collections", "OrderedDict"): collections.OrderedDict, ("torch._utils", "_rebuild_tensor_v2"): rebuild,
               ("torch", "FloatStorage"): "f", ("torch", "LongStorage"): "q"}

    def __init__(self, f, storages):
        super().__init__(f)
        self.storages = storages

    def find_class(self, module, name):
        if (module, name) not in self.ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a table of tensors")
        return self.ALLOWED[module, name]

    def persistent_load(self, pid):
        _, kind, key, _, size = pid[:5]
        return self.storages.setdefault(key, {"kind": kind, "size": size})


def load(path):
    storages = {}
    with open(path, "rb") as f:
        if pickle.Unpickler(f).load() != MAGIC:
            sys.exit(f"picture_weights: {path} is no file that PyTorch saved in its old form")
        Reader(f, storages).load()  # version of the form
        Reader(f, storages).load()  # about the machine
        tensors = Reader(f, storages).load()
        for key in Reader(f, storages).load():
            s = storages[key]
            (n,) = struct.unpack("<q", f.read(8))
            s["data"] = array.array(s["kind"])
            s["data"].frombytes(f.read(n * s["data"].itemsize))
            if n != s["size"] or len(s["data"]) != n:
                sys.exit(f"picture_weights: {path} ends early")
    return tensors


def folded(tensors, conv, norm):
    """A convolution's weights and the shift after it, as its normalisation leaves them: two arrays and the weights' shape."""
    w = tensors[conv + ".weight"]
    flat = w.flat()
    gain, shift, mean, var = (tensors[f"{norm}.{x}"].flat() for x in ("weight", "bias", "running_mean", "running_var"))
    each = len(flat) // w.shape[0]
    by = [g / math.sqrt(v + EPSILON) for g, v in zip(gain, var)]
    return (array.array("f", (x * by[i // each] for i, x in enumerate(flat))),
            array.array("f", (s - m * b for s, m, b in zip(shift, mean, by))), w.shape)


def channels_first(flat, shape):
    """[channel][1][y][x] of a depthwise convolution with the channel running quickest."""
    n, _, h, w = shape
    return array.array("f", (flat[c * h * w + i] for i in range(h * w) for c in range(n)))


def layers(tensors):
    """name, ne (quickest first), numbers: in the order in which they are run. What tells ImageNet's classes is left out."""
    w, b, shape = folded(tensors, "_conv_stem", "_bn0")
    yield "stem.weight", shape[::-1], w
    yield "stem.bias", (shape[0],), b
    for i in sorted({int(k.split(".")[1]) for k in tensors if k.startswith("_blocks.")}):
        at = f"_blocks.{i}."
        for part, conv, norm in (("expand", "_expand_conv", "_bn0"), ("depth", "_depthwise_conv", "_bn1"), ("project", "_project_conv", "_bn2")):
            if at + conv + ".weight" not in tensors:
                continue
            w, b, shape = folded(tensors, at + conv, at + norm)
            if part == "depth":
                yield f"{i}.depth.weight", (shape[0], shape[3], shape[2]), channels_first(w, shape)
            else:
                yield f"{i}.{part}.weight", (shape[1], shape[0]), w
            yield f"{i}.{part}.bias", (shape[0],), b
    w, b, shape = folded(tensors, "_conv_head", "_bn1")
    yield "head.weight", (shape[1], shape[0]), w
    yield "head.bias", (shape[0],), b


def rows_of_16(tensors):
    """Channels between blocks made multiples of 16 by zeros, which change nothing and suit ggml's products of matrices."""
    up = lambda n: (n + 15) // 16 * 16
    for name, ne, numbers in tensors:
        block, part = name.split(".")[0], name.split(".", 1)[1]
        if block.isdigit() and part == "project.weight":
            numbers = numbers + array.array("f", bytes(4 * ne[0] * (up(ne[1]) - ne[1])))
            ne = (ne[0], up(ne[1]))
        elif block.isdigit() and part == "project.bias":
            numbers, ne = numbers + array.array("f", bytes(4 * (up(ne[0]) - ne[0]))), (up(ne[0]),)
        elif block.isdigit() and part == "expand.weight":
            rows = (numbers[i:i + ne[0]] + array.array("f", bytes(4 * (up(ne[0]) - ne[0]))) for i in range(0, len(numbers), ne[0]))
            numbers, ne = array.array("f", b"".join(r.tobytes() for r in rows)), (up(ne[0]), ne[1])
        yield name, ne, numbers


def text(s):
    b = s.encode()
    return struct.pack("<Q", len(b)) + b


def gguf(path, tensors):
    pad = lambda n: (n + 31) // 32 * 32
    with open(path, "wb") as f:
        head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), 1) + text("general.architecture") + struct.pack("<I", 8) + text("efficientnet-lite")
        at = 0
        for name, ne, numbers in tensors:
            head += text(name) + struct.pack("<I", len(ne)) + struct.pack(f"<{len(ne)}Q", *ne) + struct.pack("<IQ", 0, at)
            at += pad(4 * len(numbers))
        f.write(head.ljust(pad(len(head)), b"\0"))
        for _, _, numbers in tensors:
            f.write(numbers.tobytes().ljust(pad(4 * len(numbers)), b"\0"))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: picture_weights.py MODEL.pth OUT.gguf")
    gguf(sys.argv[2], list(rows_of_16(layers(load(sys.argv[1])))))
