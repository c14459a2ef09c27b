"""Basic: files as shops really export them, whole and broken, become the right products."""
import base64, hashlib, hmac, json, os, random, re, subprocess, time, urllib.request

import pytest
from conftest import PURVEY, until

SHOPIFY = '''\
Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Position,Gift Card,Google Shopping / Gender,Fabric (product.metafields.shopify.fabric),Variant Weight Unit,Cost per item,Status
ocean-shirt,Ocean Blue Shirt,"<p>Ocean blue <b>cotton</b> shirt.</p>
<ul><li>100% cotton</li><li>Machine&nbsp;wash</li></ul>",partners,Apparel > Clothing,Shirt,"men, summer",true,Size,S,Color,Blue,SH-S,200,shopify,10,50.00,60.00,4006381333931,https://cdn/a.jpg?v=1,1,false,Male,Cotton,g,22.50,active

ocean-shirt,,,,,,,,,M,,Blue,SH-M,210,,0,52.5,,,https://cdn/b.jpg,2,,,,g,,
ocean-shirt,,,,,,,,,,,,,,,,,,,https://cdn/c.jpg,3,,,,,,
card,"Gift ""Card""",plain & simple,Acme,,Gift,,true,Title,Default Title,,,,0,,0,,,,,,true,,,g,,active
'''
SHOPIFY_NEW = """\
Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Option1 Linked To,Price,Compare-at price,Cost per item,Charge tax,Inventory tracker,Inventory quantity,Weight value (grams),Weight unit for display,Product image URL,Image position,Variant image URL,Color (product.metafields.shopify.color-pattern)
Kettle,kettle,<p>Steel kettle</p>,Acme,Home > Kitchen,Kettle,kitchen,TRUE,Active,K1,,Size,1.7 l,,29.90,,,TRUE,shopify,5,1200,kg,https://x/k.jpg,1,,silver
,kettle,,,,,,,,K2,,,1 l,,19.90,,,TRUE,shopify,0,900,kg,,,,
"""
WOO_DE = """\
ID;Typ;Artikelnummer;Name;Veröffentlicht;Kurzbeschreibung;Beschreibung;Lager;Gewicht (kg);Länge (cm);Angebotspreis;Regulärer Preis;Kategorien;Bilder;Übergeordnetes Produkt;Attribut 1 Name;Attribut 1 Wert(e);Attribut 2 Name;Attribut 2 Wert(e)
45;variation;tee-b;Tee - Blau;1;;;3;;;15,50;20,00;;;tee;Farbe;Blau;;
44;variable;tee;Tee;1;Kurz;Lang\\nund zwei;;0,2;24,5;;;Kleidung, Kleidung > Shirts;https://x/1.jpg, https://x/2.jpg;;Farbe;Blau, Grün;Stoff;Leinen
46;variation;tee-g;Tee - Grün;1;;;0;;;;1.020,00;;;tee;Farbe;Grün;;
"""
VENDURE = '''\
name   ,slug  ,description      ,assets ,facets                                     ,optionGroups     ,optionValues ,sku,price  ,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets
Laptop ,laptop,"Fast, and ""light""",pic.png,category:Electronics|category:Computers|brand:Acme|colour:grey,screen size|RAM,13 inch|8GB,L1,1299.00,standard,100,,,
       ,      ,                 ,       ,                                           ,                 ,15 inch|16GB ,L2 ,1399.00,standard   ,7          ,              ,             ,
'''
GOOGLE_XML = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>
<item><g:id>TV1</g:id><title>LG 32" Fernseher für Küche &amp; mehr</title><g:description><![CDATA[<p>Schön</p>]]></g:description>
<link>https://x/tv</link><g:image_link>https://x/1.jpg</g:image_link><g:additional_image_link>https://x/2.jpg</g:additional_image_link>
<g:additional_image_link>https://x/3.jpg</g:additional_image_link><g:availability>out_of_stock</g:availability><g:price>159.00 USD</g:price>
<g:sale_price>149.00 USD</g:sale_price><g:gtin>4006381333931</g:gtin><g:brand>LG</g:brand>
<g:product_detail><g:section_name>Bild</g:section_name><g:attribute_name>Panel</g:attribute_name><g:attribute_value>LED</g:attribute_value></g:product_detail></item>
<item><g:id>B</g:id><title>Broken</titel></item>
<item><g:id>C</g:id><title>After it</title><g:price>1500 JPY</g:price></item>
</channel></rss>
"""
GOOGLE_TSV = "id\ttitle\tdescription\tlink\timage_link\tavailability\tprice\titem_group_id\tcolor\tsize\tproduct_type\n" \
    'S1\tShirt\t"Best" shirt, 5" wide\thttps://x/1\thttps://x/1.jpg\tin_stock\t1500 JPY\tG1\tred\tS\tClothes > Shirts\n' \
    "S2\tShirt\tBest\thttps://x/2\thttps://x/2.jpg\tin_stock\t1.299 KWD\tG1\tblue\tS\tClothes > Shirts\n"
GENERIC_DE = """\
Artikelnummer;Bezeichnung;Beschreibung;Preis brutto;Bestand;EAN;Hersteller;Warengruppe;Material;Breite (cm);Leistung;Bild
100;Stuhl „Anna“;Ein schöner Stuhl;"1.299,00 €";5;4006381333931;Möbel Müller;Wohnen > Stühle;Buche;45,5;;https://x/a.jpg
101;Lampe;"Helle
Lampe";49,90;;;Licht GmbH;Wohnen;Messing;;60 W;
"""
PLAIN_FR = "Réf,Nom du produit,Prix TTC,Marque,Quantité,Couleur\nA1,Bouilloire,\"1 299,50\",Acmé,3,rouge\n"
PLAIN_ES = "Referencia|Nombre del producto|PVP|Marca|Existencias\nA1|Hervidor|12,5|Acmé|3\n"
PURVEY_JSON = '{"id":"a","title":"A","price":1990,"currency":"EUR","attributes":[{"name":"capacity","value":1.7,"unit":"l"}]}\n'
OTHER_JSON = '[\n {"sku":"1","name":"Eins } \\" {","price":{"amount":19.9,"currency":"KWD"},"specs":{"material":"oak"}},\n {"sku":"2","name":"Zwei",\n "images":["https://x/1.jpg","https://x/2.jpg"]}\n]'


def put(shop, name, text, encoding="utf-8"):
    path = shop.home / name
    path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    return path


def take(shop, name, text, *args, encoding="utf-8", code=0):
    out = shop("import", put(shop, name, text, encoding), "--json", "--currency", "EUR", *args, code=code)
    return json.loads(out.splitlines()[-1])


def products(shop):
    return {r[0]: dict(zip(("title", "brand", "category", "description", "price", "currency", "images", "features"), r[1:]))
            for r in shop.rows("SELECT id, title, brand, category, description, price, currency, images, features FROM product WHERE gone = 0")}


def variants(shop, product):
    return shop.rows("SELECT sku, gtin, title, price, compare_at, currency, stock, weight_g FROM variant WHERE product = ? ORDER BY pos", product)


def facts(shop, product):
    return {(n, v, u) for n, v, u in shop.rows("SELECT name, value, unit FROM attribute WHERE product = ?", product)}


def test_shopify(shop):
    r = take(shop, "export.csv", SHOPIFY)
    assert (r["format"], r["added"], r["aside"]) == ("shopify", 2, 0)
    p = products(shop)["ocean-shirt"]
    assert p["description"] == "Ocean blue cotton shirt.\n100% cotton\nMachine wash" and p["category"] == "Apparel > Clothing"
    assert json.loads(p["features"]) == ["100% cotton", "Machine wash"] and len(json.loads(p["images"])) == 3
    assert variants(shop, "ocean-shirt") == [("SH-S", "4006381333931", "S Blue", 5000, 6000, "EUR", 10, 200), ("SH-M", None, "M Blue", 5250, None, "EUR", None, 210)]
    assert {("gender", "Male", None), ("fabric", "Cotton", None), ("type", "Shirt", None)} <= facts(shop, "ocean-shirt")
    assert variants(shop, "card")[0][2] is None and products(shop)["card"]["description"] == "plain & simple"


def test_shopify_new_headers_and_crlf(shop):
    assert take(shop, "products.csv", SHOPIFY_NEW.replace("\n", "\r\n"))["format"] == "shopify"
    assert [(v[0], v[2], v[3], v[6], v[7]) for v in variants(shop, "kettle")] == [("K1", "1.7 l", 2990, 5, 1200), ("K2", "1 l", 1990, 0, 900)]
    assert ("color", "silver", None) in facts(shop, "kettle")


def test_woocommerce_in_german_with_the_parent_below(shop):
    r = take(shop, "wc-product-export.csv", "\ufeff" + WOO_DE)
    assert (r["format"], r["separator"], r["added"], r["aside"]) == ("woocommerce", "semicolon", 1, 0)
    p = products(shop)["44"]
    assert (p["title"], p["category"], p["description"]) == ("Tee", "Kleidung > Shirts", "Lang\nund zwei")
    assert [(v[0], v[2], v[3], v[4]) for v in variants(shop, "44")] == [("tee-b", "Blau", 1550, 2000), ("tee-g", "Grün", 102000, None)]
    assert {("stoff", "Leinen", None), ("länge", "24.5", "cm")} <= facts(shop, "44")


def test_vendure_with_a_photograph(shop):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(100)
    (shop.home / "images").mkdir()
    (shop.home / "images/pic.png").write_bytes(picture)
    r = take(shop, "products.csv", VENDURE, "--currency", "USD")
    assert (r["format"], r["rows"], r["added"]) == ("vendure", 2, 1)
    p = products(shop)["laptop"]
    assert (p["brand"], p["category"], p["description"]) == ("Acme", "Electronics > Computers", 'Fast, and "light"')
    assert (shop.home / json.loads(p["images"])[0]).read_bytes() == picture
    assert [(v[2], v[3], v[6]) for v in variants(shop, "laptop")] == [("13 inch 8GB", 129900, 100), ("15 inch 16GB", 139900, 7)]


def test_google_xml_in_latin_1_past_a_broken_item(shop):
    r = take(shop, "feed.xml", GOOGLE_XML, encoding="latin-1", code=1)
    assert (r["format"], r["added"], r["lost"]) == ("google-xml", 2, 1)
    assert products(shop)["TV1"]["title"] == 'LG 32" Fernseher für Küche & mehr' and len(json.loads(products(shop)["TV1"]["images"])) == 3
    assert variants(shop, "TV1")[0][1:7] == ("4006381333931", None, 14900, 15900, "USD", 0)
    assert variants(shop, "C")[0][3:6] == (1500, None, "JPY") and ("panel", "LED", None) in facts(shop, "TV1")
    assert shop.rows("SELECT line FROM quarantine") == [(8,)]


def test_google_tsv_with_quotes_that_are_inches(shop):
    r = take(shop, "feed.txt", GOOGLE_TSV)
    assert (r["format"], r["separator"], r["products"], r["aside"]) == ("google", "tab", 1, 0)
    assert products(shop)["G1"]["description"] == '"Best" shirt, 5" wide'
    assert [(v[0], v[2], v[3], v[5]) for v in variants(shop, "G1")] == [("S1", "red", 1500, "JPY"), ("S2", "blue", 1299, "KWD")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_csv_in_any_encoding(shop, encoding):
    r = take(shop, "artikel.csv", GENERIC_DE, encoding=encoding)
    assert (r["format"], r["added"], r["aside"]) == ("generic", 2, 0), r
    p = products(shop)
    assert (p["100"]["title"], p["100"]["price"], p["101"]["price"], p["101"]["description"]) == ("Stuhl „Anna“", 129900, 4990, "Helle\nLampe")
    assert facts(shop, "100") == {("material", "Buche", None), ("breite", "45.5", "cm")} and ("leistung", "60", "W") in facts(shop, "101")


@pytest.mark.parametrize("text,price", [(PLAIN_FR, 129950), (PLAIN_ES, 1250)])
def test_french_and_spanish_headers(shop, text, price):
    assert take(shop, "p.csv", text)["added"] == 1
    assert variants(shop, "A1")[0][3] == price and products(shop)["A1"]["brand"] == "Acmé"


def test_a_mapping_names_what_is_not_recognised(shop):
    text = "nr,what,gives,hue\n7,Hat,5.00,red\n"
    shop("import", put(shop, "x.csv", text), code=1)
    assert "no column for the title among: nr, what, gives, hue" in shop.said
    take(shop, "x.csv", text, "--map", "what=title", "--map", "nr=id", "--map", "gives=price", "--map", "hue=colour")
    assert products(shop)["7"]["price"] == 500 and facts(shop, "7") == {("colour", "red", None)}


def test_json(shop):
    assert take(shop, "a.jsonl", PURVEY_JSON + '{"id":"b","title":\n' + '{"id":"c","title":"C"}\n', code=1)["added"] == 2
    assert products(shop)["a"]["price"] == 1990 and facts(shop, "a") == {("capacity", "1.7", "l")}
    assert take(shop, "b.json", OTHER_JSON)["added"] == 2
    assert variants(shop, "1")[0][3:6] == (19900, None, "KWD") and products(shop)["1"]["title"] == 'Eins } " {' and ("material", "oak", None) in facts(shop, "1")


def test_a_capability_reads_what_was_imported(shop):
    take(shop, "export.csv", SHOPIFY)
    assert shop.json("import", put(shop, "again.csv", SHOPIFY), "--currency", "EUR")["same"] == 2


def test_dry_run_tells_and_writes_nothing(shop):
    take(shop, "e.csv", SHOPIFY)
    changed = put(shop, "e.csv", SHOPIFY.replace("Ocean Blue", "Sea Blue").replace("52.5", "49.00") + "new,New,,,,,,,,,,,,,,,,,,,,,,,,,\n")
    before = shop.rows("SELECT COUNT(*) FROM product, batch, brought")
    out = [json.loads(x) for x in shop("import", changed, "--dry-run", "--json", "--currency", "EUR").splitlines()]
    told = {(d["product"], d["field"]): (d.get("before"), d.get("after")) for d in out[:-1]}
    assert told[("ocean-shirt", "title")] == ("Ocean Blue Shirt", "Sea Blue Shirt")
    assert told[("ocean-shirt", "variant SH-M price")] == ("52.50 EUR", "49.00 EUR")
    assert ("new", "title") in told and (out[-1]["added"], out[-1]["changed"], out[-1]["same"]) == (1, 1, 1)
    assert "Sea Blue Shirt" in shop("import", changed, "--dry-run", "--currency", "EUR")
    assert shop.rows("SELECT COUNT(*) FROM product, batch, brought") == before


def test_again_writes_nothing_and_undo_takes_back(shop):
    first = take(shop, "e.csv", SHOPIFY)
    assert take(shop, "e.csv", SHOPIFY).get("batch") is None
    second = take(shop, "e.csv", SHOPIFY.replace("Ocean Blue", "Sea Blue"))
    shop("undo", second["batch"])
    assert products(shop)["ocean-shirt"]["title"] == "Ocean Blue Shirt"
    shop("undo", first["batch"])
    assert set(products(shop)) == {"ocean-shirt"}  # an undo wrote it since; the other is gone
    shop.verify()


def test_quarantine_is_listed_mended_and_ignored(shop):
    take(shop, "e.csv", SHOPIFY.replace("4006381333931", "4006381333932") + "short,row\n", code=1)
    rows = {r["line"]: r for r in map(json.loads, shop("quarantine", "--json").splitlines())}
    assert set(rows) == {2, 8} and "check digit" in rows[2]["cause"] and "2 values where the header has 27" in rows[8]["cause"]
    shop("quarantine", "retry", rows[2]["id"], code=1)
    assert "check digit" in shop.said
    shop("quarantine", "retry", rows[2]["id"], "--row", rows[2]["raw"].replace("4006381333932", "4006381333931"))
    assert variants(shop, "ocean-shirt")[0][1] == "4006381333931"
    shop("quarantine", "ignore", rows[8]["id"])
    assert "nothing is set aside" in shop("quarantine")


@pytest.mark.parametrize("name,data,says", [
    ("empty.csv", b"", "the file is empty"), ("lines.csv", b"\n\n \n", "only empty lines"), ("book.xlsx", b"PK\3\4" + bytes(99), "Excel"),
    ("noise.csv", bytes(range(256)) * 9, "not text"), ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(99), "JPEG"), ("page.html", b"<html><p>x</html>", "not a product feed"),
    ("prose.txt", b"Dear sir, I should like to sell a hat.\nYours\n", "no column for the title"), ("cut.json", b'{"a":', "no JSON object")])
def test_nonsense_is_refused_in_a_sentence(shop, name, data, says):
    shop("import", put(shop, name, data), code=1)
    assert says in shop.said and name in shop.said
    assert products(shop) == {} and shop.one("SELECT COUNT(*) FROM batch") == 0


def test_what_is_not_there_or_wrongly_asked(shop):
    shop("import", shop.home / "nothing.csv", code=1)
    assert "nothing.csv: No such file" in shop.said
    shop("import", code=2)
    shop("import", put(shop, "e.csv", SHOPIFY), "--as", "nonsense", code=1)
    assert 'no format "nonsense"' in shop.said
    shop("import", shop.home / "e.csv", "--map", "nonsense", code=2)
    shop("import", shop.home / "e.csv", "--currency", "QQQ", code=1)
    assert "not a currency" in shop.said


def big(n):
    chance = random.Random(5)
    rows = ["Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price"]
    rows += [f"p{i},Product {i},<p>{'word ' * chance.randint(1, 60)}</p>,Acme,Size,S,S{i},{i % 900}.50\np{i},,,,,M,M{i},{i % 900}.99" for i in range(n)]
    return "\n".join(rows) + "\n"


def test_killed_in_the_middle_it_goes_on_cleanly(shop):
    n = 6000
    path = put(shop, "big.csv", big(n))
    run = subprocess.Popen([PURVEY, "import", str(path), "--currency", "EUR"], env=shop.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: run.poll() is not None or shop.one("SELECT COUNT(*) FROM product") > 300, what="some products")
    run.kill()
    run.wait()
    there = shop.one("SELECT COUNT(*) FROM product")
    assert shop.one("SELECT COUNT(*) FROM variant") == 2 * there  # each is there whole or not at all
    r = shop.json("import", path, "--currency", "EUR")
    assert r["added"] == n - there and r["same"] == there
    assert shop.one("SELECT COUNT(*) FROM variant") == 2 * n
    shop.verify()


def test_a_huge_value_and_a_huge_row_cost_themselves(shop):
    text = "sku,title,description\n1,Hat," + "x" * 150_000 + "\n2,Long," + "y" * 300_000 + "\n3,\"Open," + ("z" * 99 + "\n") * 45_000 + "\n4,Cap,c\n"
    r = take(shop, "huge.csv", text, code=1)
    assert set(products(shop)) >= {"1", "4"} and "2" not in products(shop)
    assert any("never closes" in c for c, in shop.rows("SELECT cause FROM quarantine WHERE line = 4"))


def test_webhook_and_watched_folder(shop):
    secret = b"hush"
    folder = shop.home / "drop"
    folder.mkdir()
    shop("settings", "set", "webhook", '{"shopify":["env:SHOP_SECRET"]}')
    shop("settings", "set", "watch", json.dumps({"folder": str(folder), "currency": "EUR"}))
    body = json.dumps({"id": 1, "handle": "lamp", "title": "Lamp", "variants": [{"price": "5.00", "sku": "L"}]}).encode()

    def send(port, signature):
        q = urllib.request.Request(f"http://127.0.0.1:{port}/webhook", body, {"X-Shopify-Hmac-Sha256": signature, "X-Shopify-Topic": "products/create",
                                                                            "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(q, timeout=30) as r:
                return r.status
        except urllib.error.HTTPError as e:
            return e.code

    with shop.serving(env={"SHOP_SECRET": secret.decode()}):
        port = until(lambda: (m := re.search(r"127\.0\.0\.1:(\d+)", shop.log())) and int(m[1]), what="the port")
        good = base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode()
        assert send(port, good) == 200 and send(port, good) == 200 and send(port, good[::-1]) == 401
        until(lambda: "lamp" in products(shop), what="the webhook's product")
        path = folder / "export.csv"
        path.write_text(SHOPIFY)
        os.utime(path, (time.time() - 60,) * 2)
        until(lambda: "ocean-shirt" in products(shop), what="the watched file")
    assert shop.one("SELECT COUNT(*) FROM inbox WHERE state = 'done'") == 1


ORDERS = """\
Name,Email,Financial Status,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Shipping Country,Cancelled at,Refunded Amount
#1,anna@example.com,paid,yes,EUR,57.50,4.90,9.18,62.40,2026-03-01 10:22:33 +0100,1,Shirt - S,50.00,SH-S,Anna,DE,,0.00
#1,,,,,,,,,,3,Card,2.50,unknown,,,,
#2,bo@example.com,paid,no,EUR,1,0,0,1,2026-03-02 10:00:00 +0100,many,Shirt,1,SH-S,Bo,DE,,0
"""
EVENTS = "".join(json.dumps({"type": "track", "event": e, "messageId": f"m{i}", "anonymousId": "v1", "timestamp": f"2026-03-01T10:00:0{i}Z",
                             "context": {"ip": "1.2.3.4"}, "properties": {"sku": "SH-S", "price": 50, "currency": "EUR"}}) + "\n"
                 for i, e in enumerate(["Product Viewed", "Product Added"]))


def test_orders_and_events_join_the_products(shop):
    take(shop, "export.csv", SHOPIFY)
    r = take(shop, "orders.csv", ORDERS, code=1)
    assert (r["format"], r["what"], r["added"], r["aside"]) == ("shopify-orders", "sale", 2, 1)
    assert shop.rows("SELECT product, sku, quantity, price FROM line WHERE sale = '#1' ORDER BY pos") == [("ocean-shirt", "SH-S", 1, 5000), (None, "unknown", 3, 250)]
    assert shop.one("SELECT COUNT(*) FROM quarantine WHERE raw LIKE ?", "%example%") == 0
    assert take(shop, "orders.csv", ORDERS, code=1)["same"] == 2
    assert take(shop, "events.jsonl", EVENTS)["added"] == 2 and take(shop, "events.jsonl", EVENTS)["same"] == 2
    assert shop.rows("SELECT name, product, price FROM event ORDER BY id") == [("Product Viewed", "ocean-shirt", 5000), ("Product Added", "ocean-shirt", 5000)]
    shop("import", put(shop, "orders.csv", ORDERS), "--complete", code=1)
    assert "goes with a catalogue" in shop.said
