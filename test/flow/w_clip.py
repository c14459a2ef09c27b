"""An image-text model that the shop names: words find what pictures show, a broken folder is refused by its file, and without one all is as before."""
import glob, json, os, shutil, urllib.parse

from conftest import until
from w_photo import found, looked, png, upload
from web import served

MODEL = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "clip")
CACHE = os.environ.get("PURVEY_CACHE") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "purvey")
GOODS = [("red", "Red plate", (200, 30, 30)), ("blue", "Blue plate", (40, 70, 190)), ("green", "Green plate", (50, 150, 60)), ("black", "Black plate", (20, 20, 20)),
         ("pink", "Pink plate", (240, 160, 190)), ("purple", "Purple plate", (120, 50, 150)), ("sun", "Morning", (240, 220, 50)), ("mud", "Evening", (110, 70, 40))]


def stocked(shop):
    shop.env["PURVEY_ONNX"] = glob.glob(f"{CACHE}/src/onnxruntime-*/onnxruntime/capi/libonnxruntime.so.*")[0]  # a test's HOME is its own
    (shop.home / "images").mkdir(exist_ok=True)
    lines = []
    for id, title, colour in GOODS:
        (shop.home / "images" / f"{id}.png").write_bytes(png(colour, "disc"))
        lines.append({"id": id, "title": title, "price": 3000, "currency": "USD", "images": [f"images/{id}.png"]})
    (shop.home / "goods.jsonl").write_text("".join(json.dumps(p) + "\n" for p in lines))
    shop("import", shop.home / "goods.jsonl")


def ids(shop, *args):
    return [h["id"] for h in json.loads(shop("search", "--json", *args))["hits"]]


def test_words_find_what_pictures_show(shop, tmp_path):
    stocked(shop)
    shop("search", "--index")
    assert "sun" not in ids(shop, "yellow")
    by = shop.one("SELECT MAX(model) FROM picture")
    for spoil, cure in (("text_model.onnx", "ONNX export"), ("tokenizer.json", "copy it")):
        broken = tmp_path / spoil
        shutil.copytree(MODEL, broken)
        (broken / spoil).unlink()
        shop("settings", "set", "embed.clip", json.dumps({"folder": str(broken)}), code=1)
        assert f"no {spoil}" in shop.said and cure in shop.said
    shop("search", "--index")
    assert shop.one("SELECT MAX(model) FROM picture") == by and "sun" not in ids(shop, "yellow")
    own = tmp_path / "model"
    shutil.copytree(MODEL, own)
    shop("settings", "set", "embed.clip", json.dumps({"folder": str(own)}))
    shop("search", "--index")
    assert shop.one("SELECT COUNT(*) FROM picture WHERE model LIKE ?", "embed.clip %") == len(GOODS)
    hit = json.loads(shop("search", "--json", "yellow"))["hits"][0]
    assert hit["id"] == "sun" and "its picture shows it" in hit["why"]
    assert ids(shop, "red plate")[0] == "red"
    photo = tmp_path / "photo.png"
    photo.write_bytes(png((230, 210, 60), "disc", 130))
    assert ids(shop, "--photo", photo)[0] == "sun"
    shutil.rmtree(own)  # a disk that is no longer there
    assert ids(shop, "--index", "red plate")[0] == "red" and "is no folder" in shop.said
    assert shop.one("SELECT COUNT(*) FROM picture WHERE model LIKE ?", "embed.clip %") == 0 and ids(shop, "--photo", photo)


def test_the_storefront_uses_it(shop):
    stocked(shop)
    shop("settings", "set", "embed.clip", json.dumps({"folder": MODEL}))
    with served(shop) as web:
        looked(shop, len(GOODS))
        until(lambda: found(web("/shop/search?q=yellow"))[:1] == ["sun"], what="the picture found by its words")
        assert found(web("/shop/search?q=brown"))[:1] == ["mud"]
        until(lambda: upload(web, png((230, 210, 60), "disc")).code == 303, what="the storefront knowing the pictures")
        assert found(web(upload(web, png((110, 75, 45), "disc")).headers["Location"]))[0] == "mud"
        limited = web("/shop/search?" + urllib.parse.urlencode({"q": "yellow under 20"}))
        assert "sun" not in found(limited)
