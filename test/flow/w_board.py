"""A collection is shown as a board of pictures with their colours, to shoppers and to who reviews it."""
import json

from conftest import chromium_wanted, once
from w_photo import PLATES, looked, stocked
from w_shop import RULES, chromium  # noqa: F401
from web import served

SIT = {"list": [{"slug": "table", "title": "The table", "text": "Plates.", "products": [p[0] for p in PLATES]}, {"slug": "two", "title": "Two", "products": ["rug", "ruler"]}]}


def test_a_collection_is_a_board_of_pictures(shop):
    stocked(shop)
    shop("settings", "set", "shop.collections", json.dumps(SIT))
    shop("settings", "set", "text", '{"backend":"template"}')
    shop("theme", "plate", "--per-category", "0", "--propose")
    shop("run")
    item = shop.one("SELECT MAX(id) FROM item")
    with served(shop) as web:
        looked(shop, 5)
        page = web("/shop/collection/table").body.decode()
        board = page[page.index("class=board"):page.index("<div class=listing")]
        assert all(f'href="/shop/product/{p[0]}"' in board and f'alt="{p[1]}"' in board for p in PLATES)
        assert board.count("<svg") >= 3 and "dark red" in board or "red" in board
        assert "class=board" not in web("/shop/collection/two").body.decode() and "class=board" not in web("/shop/collection/table?sort=price&min=1").body.decode()
        desk = web(f"/items/{item}", token=web.token("viewer")).body.decode()
        board = desk[desk.index("class=board"):][:1500]
        assert 'class="words' in board and 'href="/products/plate-' in board and 'alt="Plate ' in board


@chromium_wanted
@once
def test_a_board_fits_a_phone(shop, chromium):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe
    axe = Axe()
    stocked(shop)
    shop("settings", "set", "shop.collections", json.dumps(SIT))
    with served(shop) as web:
        looked(shop, 5)
        for width in (320, 390, 1280):
            page = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
            page.goto(web.url + "/shop/collection/table")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert page.evaluate("[...document.querySelectorAll('.board img')].length") == 5
            boxes = page.evaluate("[...document.querySelectorAll('.board > ul:first-child > li')].map(e => e.getBoundingClientRect().toJSON())")
            assert all(b["width"] > 100 and b["height"] > 60 for b in boxes) and boxes[0]["width"] > 1.8 * boxes[4]["width"] - 20
            found = axe.run(page, options=RULES)
            assert found.violations_count == 0, found.generate_report()
            page.context.close()


@chromium_wanted
@once
def test_voice_is_the_browsers(shop, chromium):  # noqa: F811
    """Words that a browser hears are searched for; one that hears nothing shows no microphone."""
    stocked(shop)
    hears = """window.SpeechRecognition = class { start() { window.lang = this.lang; this.onresult({results: [[{transcript: "red plate"}]]}); this.onend(); } };"""
    deaf = "delete window.webkitSpeechRecognition; delete window.SpeechRecognition; window.SpeechRecognition = window.webkitSpeechRecognition = undefined;"
    with served(shop) as web:
        for script in (hears, deaf):
            page = chromium.new_context().new_page()
            page.add_init_script(script)
            page.goto(web.url + "/shop")
            if script is hears:
                page.get_by_label("Search by voice").click()
                page.wait_for_url("**/shop/search?q=red+plate")
                assert page.locator("li.card").first.get_attribute("data-id") == "plate-red"
            else:
                assert page.is_hidden("#speak") and page.is_visible("#q")
            page.context.close()
