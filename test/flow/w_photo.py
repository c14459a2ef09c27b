"""Search by photo: the loop looks at pictures as they come, and a visitor's photo finds what looks like it, with and without a script."""
import json, re, struct, urllib.parse, zlib

from conftest import chromium_wanted, once, until
from w_shop import RULES, chromium  # noqa: F401
from web import served


def png(colour, shape, size=96, ground=(250, 250, 250)):
    """A shape of a colour on a plain ground, as a PNG."""
    rows = b""
    for y in range(size):
        rows += b"\0"
        for x in range(size):
            dx, dy = x - size / 2, y - size / 2
            inside = {"disc": dx * dx + dy * dy < (size * .36) ** 2, "bar": abs(dx) < size * .4 and abs(dy) < size * .12,
                      "stripes": abs(dx) < size * .38 and abs(dy) < size * .38 and x // 6 % 2 == 0}[shape]
            rows += bytes(colour if inside else ground)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) +
            chunk(b"IEND", b""))


RED, PINK, NAVY, GREEN = (190, 20, 30), (255, 190, 205), (15, 25, 70), (20, 110, 50)
PLATES = [("plate-red", "Plate Red", RED, "disc", 3000, "red"), ("plate-rose", "Plate Rose", PINK, "disc", 3500, ""),
          ("plate-night", "Plate Night", NAVY, "disc", 4000, "navy"), ("ruler", "Ruler", GREEN, "bar", 500, ""), ("rug", "Rug", RED, "stripes", 9000, "")]


def stocked(shop, plates=PLATES):
    (shop.home / "images").mkdir(exist_ok=True)
    lines = []
    for id, title, colour, shape, price, stated in plates:
        (shop.home / "images" / f"{id}.png").write_bytes(png(colour, shape))
        attributes = [{"name": "color", "value": stated}] if stated else []
        lines.append({"id": id, "title": title, "category": "Home > Plates" if shape == "disc" else "Home > " + title, "price": price, "currency": "USD",
                      "images": [f"images/{id}.png"], "attributes": attributes})
    path = shop.home / "products.jsonl"
    path.write_text("".join(json.dumps(p) + "\n" for p in lines))
    shop("import", path)
    return shop


def looked(shop, n):
    until(lambda: shop.one("SELECT COUNT(*) FROM picture WHERE numbers IS NOT NULL") == n, what=f"{n} pictures looked at")


def upload(web, photo, q="", headers=None):
    line = b"--purvey\r\nContent-Disposition: form-data; name="
    body = line + b'"photo"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n' + photo + b"\r\n" + line + b'"q"\r\n\r\n' + q.encode() + b"\r\n--purvey--\r\n"
    return web("/shop/photo", raw=body, headers={"Content-Type": "multipart/form-data; boundary=purvey", **(headers or {})})


def found(answer):
    return re.findall(r'data-id="([^"]+)"', answer.body.decode())


def test_photo_finds_what_looks_like_it(shop):
    stocked(shop)
    with served(shop) as web:
        looked(shop, 5)
        until(lambda: upload(web, png(RED, "disc")).code == 303, what="the storefront knowing the pictures")
        went = upload(web, png((200, 30, 40), "disc", 130, (235, 235, 230)))
        page = web(went.headers["Location"])
        assert found(page)[0] == "plate-red" and "Your photo" in page.body.decode() and "no-store" in web(went.headers["Location"] + "/picture").headers["Cache-Control"]
        limited = web(upload(web, png(RED, "disc"), "over $32").headers["Location"])
        assert found(limited) and set(found(limited)) <= {"plate-rose", "plate-night", "rug"}
        blue = web(upload(web, png(RED, "disc"), "in blue").headers["Location"]).body.decode()
        assert "plate-night" in blue and "navy, as stated" in blue and 'data-id="plate-rose"' not in blue
        for nonsense, code, says in ((b"GIF89a" + b"x" * 50, 422, "GIF"), (b"", 400, "Choose a photo"), (png(RED, "disc")[:200], 422, "damaged")):
            refused = upload(web, nonsense)
            assert refused.code == code and says in refused.body.decode() and 'type=file' in refused.body.decode()
        assert upload(web, png(RED, "disc"), headers={"Sec-Fetch-Site": "cross-site"}).code == 403
        assert web("/shop/photo", raw=b"q=a", headers={"Content-Type": "application/x-www-form-urlencoded"}).code == 400
        assert web("/shop/photo/" + "0" * 32).code == 404 and web("/shop/photo/..%2F..%2Fpurvey.db/picture").code == 404


def test_like_this_but_otherwise(shop):
    stocked(shop)
    with served(shop) as web:
        looked(shop, 5)
        at = lambda q: web("/shop/like/plate-red?q=" + urllib.parse.quote(q))
        until(lambda: found(at("in pastel")) == ["plate-rose"], what="pastel plates")
        assert "by its picture" in at("wie dieses, aber in Pastell").body.decode()
        assert found(at("darker")) == ["plate-night"] and found(at("under 36, lighter")) == ["plate-rose"]
        assert found(at("in yellow")) == [] or "Nothing keeps all of that" in at("in yellow").body.decode()
        assert "/shop/like/plate-red?q=in%20pastel" in web("/shop/product/plate-red").body.decode()
        assert web("/shop/like/none").code == 404


def test_a_changed_picture_is_looked_at_again_though_all_is_killed(shop):
    stocked(shop)
    with shop.serving() as daemon:
        until(lambda: shop.one("SELECT COUNT(*) FROM picture") > 0, what="a first look")
        daemon.kill()
    changed = [("plate-red", "Plate Red", GREEN, "disc", 3000, "red"), *PLATES[1:]]
    stocked(shop, changed)
    with served(shop):
        looked(shop, 5)
        until(lambda: "green" in str(shop.rows("SELECT tones FROM picture WHERE product = 'plate-red'")), what="the new picture looked at")


@chromium_wanted
@once
def test_in_a_browser(shop, chromium):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe
    axe = Axe()
    stocked(shop)
    with served(shop) as web:
        looked(shop, 5)
        until(lambda: upload(web, png(RED, "disc")).code == 303, what="the storefront knowing the pictures")
        for js in (True, False):
            page = chromium.new_context(java_script_enabled=js, viewport={"width": 390, "height": 800}).new_page()
            complaints = []
            page.on("console", lambda m: m.type in ("error", "warning") and complaints.append(m.text))
            page.goto(web.url + "/shop")
            page.get_by_label("Search by photo").press("Enter")
            page.get_by_label("A photo of what you look for").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": png(NAVY, "disc")})
            page.get_by_label("And what must hold").fill("under 100")
            page.get_by_role("button", name="Find what looks like it").click()
            page.wait_for_url("**/shop/photo/*")
            assert page.locator("li.card").first.get_attribute("data-id") == "plate-night"
            assert page.evaluate("document.querySelector('img.asking').naturalWidth") > 0
            page.get_by_role("link", name="at most 100.00 USD").click()
            assert page.locator(".chips .chip").count() == 0 and not complaints
            if js:
                assert axe.run(page, options=RULES).violations_count == 0
            page.context.close()
