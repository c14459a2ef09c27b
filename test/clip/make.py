"""make.py - build the small image-text model of this folder, and what ONNX Runtime and Hugging Face's tokenizers make of it in Python.

A test model, of no use to a shop: it knows eleven colours, and stripes, dots and plain. Both halves have the names and shapes of a CLIP
export. Pictures drawn by chance are turned into averages over a few convolutions, and those fitted to the vectors of the words (ridge
regression). `python make.py` needs numpy, pillow, onnx, onnxruntime and tokenizers; the files it writes are kept beside it.
"""
import json, os, sys
import numpy as np, onnx, onnxruntime, tokenizers
from onnx import TensorProto, helper as h, numpy_helper as n
from PIL import Image, ImageDraw

HERE = os.path.dirname(os.path.abspath(__file__))
SIDE, WIDTH, MOST = 48, 24, 16
COLOURS = {"red": (200, 30, 30), "orange": (240, 140, 30), "yellow": (240, 220, 50), "green": (50, 150, 60), "blue": (40, 70, 190),
           "purple": (120, 50, 150), "pink": (240, 160, 190), "brown": (110, 70, 40), "black": (20, 20, 20), "white": (245, 245, 245), "grey": (130, 130, 130)}
FORMS = ["plain", "striped", "dotted"]
OTHER = ["a", "photo", "of", "an", "the", "with", "dress", "shirt", "chair", "cup", "lamp", "in", "and", "gray"]
MEAN, STD = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]
TEXTS = ["a red dress", "Striped  BLUE shirt!", "dotted", "it's a child's chair", "größe 42 grün", "a photo of a plain white cup, with 12 green lamps", "", "日本語 ½ naïve", "éclair's 'll"]


def drawn(colour, form, chance):
    shade = tuple(int(np.clip(x + chance.normal(0, 18), 0, 255)) for x in COLOURS[colour])
    im = Image.new("RGB", (96, 96), tuple([int(chance.uniform(225, 255))] * 3))
    d = ImageDraw.Draw(im)
    x, y, w = int(chance.uniform(4, 20)), int(chance.uniform(4, 20)), int(chance.uniform(60, 74))
    d.rectangle([x, y, x + w, y + w], fill=shade)
    second = tuple(int(0.35 * s + 0.65 * 128) for s in shade)
    step = int(chance.uniform(8, 13))
    if form == "striped":
        for k in range(0, w, step):
            d.rectangle([x, y + k, x + w, y + min(k + step // 3, w)], fill=second)
    if form == "dotted":
        for j in range(step // 2, w, step):
            for k in range(step // 2, w, step):
                d.ellipse([x + j - 2, y + k - 2, x + j + 2, y + k + 2], fill=second)
    return im


def lens(im):
    """As preprocessor_config.json says, by Pillow."""
    w, hh = im.size
    short = min(w, hh)
    im = im.convert("RGB").resize((int(SIDE * w / short), int(SIDE * hh / short)), Image.BICUBIC)
    w, hh = im.size
    x, y = (w - SIDE) // 2, (hh - SIDE) // 2
    a = np.asarray(im.crop((x, y, x + SIDE, y + SIDE)), np.float32) / 255
    return ((a - np.float32(MEAN)) / np.float32(STD)).transpose(2, 0, 1)[None].astype(np.float32)


def words():
    tok = tokenizers.Tokenizer(tokenizers.models.BPE(end_of_word_suffix="</w>", unk_token="<|endoftext|>"))
    tok.normalizer = tokenizers.normalizers.Sequence([tokenizers.normalizers.NFC(), tokenizers.normalizers.Replace(tokenizers.Regex(r"\s+"), " "), tokenizers.normalizers.Lowercase()])
    tok.pre_tokenizer = tokenizers.pre_tokenizers.Sequence([
        tokenizers.pre_tokenizers.Split(tokenizers.Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"), behavior="removed", invert=True),
        tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    alphabet = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    trainer = tokenizers.trainers.BpeTrainer(vocab_size=2000, end_of_word_suffix="</w>", show_progress=False, initial_alphabet=alphabet)
    tok.train_from_iterator([" ".join([*COLOURS, *FORMS, *OTHER])] * 3, trainer)
    made = json.loads(tok.to_str())
    vocab = {}
    for x in [*alphabet, *(a + "</w>" for a in alphabet), *made["model"]["vocab"], "<|startoftext|>", "<|endoftext|>"]:
        vocab.setdefault(x, len(vocab))
    made["model"]["vocab"] = vocab
    made["added_tokens"] = [{"id": vocab[t], "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
                            for t in ("<|startoftext|>", "<|endoftext|>")]
    made["post_processor"] = {"type": "RobertaProcessing", "sep": ["<|endoftext|>", vocab["<|endoftext|>"]], "cls": ["<|startoftext|>", vocab["<|startoftext|>"]],
                              "trim_offsets": False, "add_prefix_space": False}
    made["truncation"] = {"direction": "Right", "max_length": MOST, "strategy": "LongestFirst", "stride": 0}
    return tokenizers.Tokenizer.from_str(json.dumps(made)), made, vocab


def saved(nodes, init, inputs, outputs, name):
    model = h.make_model(h.make_graph(nodes, name, inputs, outputs, init), opset_imports=[h.make_opsetid("", 17)], producer_name="purvey test model")
    model.ir_version = 9
    onnx.save(model, f"{HERE}/{name}.onnx")
    return onnxruntime.InferenceSession(f"{HERE}/{name}.onnx", providers=["CPUExecutionProvider"])


def text_half(tok, vocab, chance):
    """The mean of the vectors of what was cut, a word of the list having one of its own: attention_mask says how many there are."""
    table = chance.normal(0, 0.02, (len(vocab), WIDTH)).astype(np.float32)
    known = list(COLOURS) + FORMS
    base = np.linalg.qr(chance.normal(size=(WIDTH, WIDTH)))[0].astype(np.float32)
    for i, word in enumerate(known):
        for t in tok.encode(word).ids[1:-1]:
            table[t] = base[i]
    table[tok.encode("gray").ids[1]] = table[tok.encode("grey").ids[1]]
    ids, mask = (h.make_tensor_value_info(x, TensorProto.INT64, ["batch", "sequence"]) for x in ("input_ids", "attention_mask"))
    nodes = [h.make_node("Gather", ["table", "input_ids"], ["each"]), h.make_node("Cast", ["attention_mask"], ["here"], to=TensorProto.FLOAT),
             h.make_node("Unsqueeze", ["here", "last"], ["weight"]), h.make_node("Mul", ["each", "weight"], ["held"]),
             h.make_node("ReduceMean", ["held"], ["text_embeds"], axes=[1], keepdims=0)]
    out = h.make_tensor_value_info("text_embeds", TensorProto.FLOAT, ["batch", WIDTH])
    return saved(nodes, [n.from_array(table, "table"), n.from_array(np.array([-1]), "last")], [ids, mask], [out], "text_model"), base


def picture_half(base, chance):
    """Nearness to each of some 60 colours, changes across and along, all averaged over the middle; then one matrix."""
    corner = np.array([(r, g, b) for r in (20, 90, 160, 230) for g in (20, 90, 160, 230) for b in (20, 90, 160, 230)], np.float32) / 255
    corner = (corner - MEAN) / STD
    steep = np.float32(1.5)
    init = [n.from_array((2 * steep * corner)[:, :, None, None].astype(np.float32), "colours"), n.from_array((-steep * (corner ** 2).sum(1)).astype(np.float32), "lengths")]
    across = np.zeros((6, 3, 3, 3), np.float32)
    for k in range(3):
        across[k, k, 1, 0], across[k, k, 1, 2], across[k + 3, k, 0, 1], across[k + 3, k, 2, 1] = -1, 1, -1, 1
    init += [n.from_array(across, "edges")]
    nodes = [h.make_node("Conv", ["pixel_values", "colours", "lengths"], ["near"]), h.make_node("Softmax", ["near"], ["share"], axis=1),
             h.make_node("GlobalAveragePool", ["share"], ["pool_colour"]), h.make_node("Conv", ["pixel_values", "edges"], ["change"], pads=[1] * 4),
             h.make_node("Abs", ["change"], ["steps"]), h.make_node("GlobalAveragePool", ["steps"], ["pool_edge"]),
             h.make_node("Concat", ["pool_colour", "pool_edge"], ["seen"], axis=1), h.make_node("Flatten", ["seen"], ["features"])]
    pixels = h.make_tensor_value_info("pixel_values", TensorProto.FLOAT, ["batch", 3, "height", "width"])
    known, rows, want = list(COLOURS) + FORMS, [], []
    features = saved(nodes, init, [pixels], [h.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", 70])], "vision_model")
    for _ in range(30):
        for colour in COLOURS:
            for form in FORMS:
                rows.append(features.run(None, {"pixel_values": lens(drawn(colour, form, chance))})[0][0])
                want.append(base[known.index(colour)] + base[known.index(form)])
    x = np.hstack([np.array(rows), np.ones((len(rows), 1))])
    fit = np.linalg.solve(x.T @ x + 1e-3 * np.eye(x.shape[1]), x.T @ np.array(want)).astype(np.float32)
    nodes.append(h.make_node("Gemm", ["features", "projection", "offset"], ["image_embeds"]))
    init += [n.from_array(fit[:-1].copy(), "projection"), n.from_array(fit[-1].copy(), "offset")]
    return saved(nodes, init, [pixels], [h.make_tensor_value_info("image_embeds", TensorProto.FLOAT, ["batch", WIDTH])], "vision_model")


def unit(v):
    return [round(float(x), 6) for x in v / max(np.linalg.norm(v), 1e-12)]


def main():
    chance = np.random.default_rng(7)
    tok, made, vocab = words()
    json.dump(made, open(f"{HERE}/tokenizer.json", "w", encoding="utf-8"), ensure_ascii=False, separators=(",", ":"))
    json.dump({"do_resize": True, "size": {"shortest_edge": SIDE}, "resample": 3, "do_center_crop": True, "crop_size": {"height": SIDE, "width": SIDE},
               "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": MEAN, "image_std": STD}, open(f"{HERE}/preprocessor_config.json", "w"))
    text, base = text_half(tok, vocab, chance)
    vision = picture_half(base, chance)

    def read(s):
        ids = tok.encode(s).ids
        return text.run(None, {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), np.int64)})[0][0]
    pictures = ["test/picture/halves.png", "test/picture/interlaced.png"]
    root = os.path.dirname(os.path.dirname(HERE))
    json.dump({"texts": [{"text": s, "v": unit(read(s))} for s in TEXTS],
               "pictures": [{"file": p, "v": unit(vision.run(None, {"pixel_values": lens(Image.open(f"{root}/{p}"))})[0][0])} for p in pictures]},
              open(f"{HERE}/expected.json", "w"), ensure_ascii=False, indent=1)
    right = total = 0
    for colour in COLOURS:  # pictures that were not fitted on
        for form in FORMS:
            v = vision.run(None, {"pixel_values": lens(drawn(colour, form, chance))})[0][0]
            right += max(COLOURS, key=lambda w: float(np.dot(unit(v), unit(read(w))))) == colour
            total += 1
    print(f"colours named rightly on pictures not fitted on: {right} of {total}")


sys.exit(main())
