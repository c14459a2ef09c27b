"""The dashboard in a real browser: no script error, no refused resource, no page wider than its window, none that
axe-core finds hard to use; and the acts of a reviewer, by keyboard alone."""
import pytest

from conftest import CHROMIUM, chromium_wanted, once, until
from web import reviewed, served

pytestmark = [chromium_wanted, once]
SIZES = {
    "desktop": dict(viewport={"width": 1360, "height": 900}),
    "phone, dark": dict(viewport={"width": 390, "height": 844}, color_scheme="dark", is_mobile=True, has_touch=True),
}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield b
        b.close()


class Reader:
    """A signed-in page that keeps every complaint of the browser."""

    def __init__(self, browser, web, size="desktop", role="admin"):
        self.context = browser.new_context(**SIZES[size])
        self.page, self.web, self.complaints = self.context.new_page(), web, []
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("console", lambda m: m.type in ("error", "warning") and self.complaints.append(m.text))
        self.page.goto(web.link("--person", "anna", "--role", role))

    def go(self, path):
        self.page.goto(self.web.url + path)
        self.page.wait_for_selector("#live.on")
        return self.page


def paths(shop):
    item, batch = shop.rows("SELECT id, batch FROM item ORDER BY id LIMIT 1")[0]
    return ["/", "/products", "/products/kettle", f"/items/{item}", "/review", "/batches", f"/batches/{batch}", "/quarantine", "/policy", "/inbox", "/customers",
            "/settings", "/ledger", "/capabilities", "/capabilities/copy.describe", "/capabilities/verify.claims"]


@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_sound(shop, chromium, size):
    from axe_playwright_python.sync_playwright import Axe
    reviewed(shop)
    with served(shop) as web:
        reader, axe = Reader(chromium, web, size), Axe()
        for path in paths(shop):
            page = reader.go(path)
            wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert wide <= SIZES[size]["viewport"]["width"], f"{path} is {wide} px wide"
            # axe-core is ours to inject: the page's own policy lets no such script in, and that is tested below
            cdp = reader.context.new_cdp_session(page)
            cdp.send("Page.setBypassCSP", {"enabled": True})
            found = axe.run(page, options=RULES)
            cdp.send("Page.setBypassCSP", {"enabled": False})
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        assert reader.complaints == []


def test_no_script_of_others_runs(shop, chromium):
    bad = '<img src=x onerror=alert(1)><script>alert(2)</script>'
    shop.stock([("evil", "Evil", "A text.", "Brand", "Category")])
    shop.change("UPDATE product SET title = ?, brand = ?, category = ?, description = ? WHERE id = 'evil'", bad, bad, bad, bad) # import cleans it
    with served(shop) as web:
        reader = Reader(chromium, web)
        reader.page.on("dialog", lambda d: reader.complaints.append("a dialog: " + d.message))
        for path in ("/", "/products", "/products/evil", "/products?q=" + "%3Cscript%3Ealert(3)%3C/script%3E"):
            page = reader.go(path)
            assert page.locator("main script, main [onerror]").count() == 0
        assert reader.complaints == []
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title = 1\">')")
        until(lambda: any("Content Security Policy" in c for c in reader.complaints), what="the refusal of an inline script")


def test_a_reviewer_needs_no_mouse(shop, chromium):
    reviewed(shop)
    with served(shop) as web:
        reader = Reader(chromium, web, role="editor")
        page = reader.go("/review")
        queue, now = page.locator(".queued"), page.locator(".queued[aria-current] strong")
        assert queue.count() == 3
        first = now.inner_text()
        page.keyboard.press("j")
        until(lambda: now.inner_text() != first and page.locator("#detail strong").first.inner_text() == now.inner_text())
        page.keyboard.press("k")
        until(lambda: page.locator("#detail strong").first.inner_text() == first)
        page.keyboard.press("?")
        assert page.locator("dialog[open]").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("e")
        page.locator(".edit textarea").first.fill("<p>Words of my own.</p>")
        page.keyboard.press("Control+Enter")
        until(lambda: queue.count() == 2, what="the edited item leaving the queue")
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("Shift+A")
        until(lambda: shop.states() == {"live": 3}, what="publishing what was accepted")
        assert shop.one("SELECT after FROM change WHERE edited_by = 'person:anna'") == "<p>Words of my own.</p>"
        page.wait_for_selector("text=Nothing waits for you.")
        assert reader.complaints == []


def test_a_batch_is_undone_with_what_was_edited_named(shop, chromium):
    shop.stock()
    with served(shop) as web:
        shop("run", "copy.describe", "--all")
        until(lambda: shop.states() == {"live": 3}, what="publishing")
        batch = shop.one("SELECT DISTINCT batch FROM item")
        reader = Reader(chromium, web)
        page = reader.go(f"/batches/{batch}")
        page.on("dialog", lambda d: d.accept())
        page.get_by_role("button", name="Undo this batch").click()
        until(lambda: shop.states() == {"undone": 3}, what="the undo")
        page.wait_for_selector("text=undone")
        assert reader.complaints == []


def test_pages_follow_the_shop(shop, chromium):
    shop.stock()
    with served(shop) as web:
        reader = Reader(chromium, web, "phone, dark")
        page = reader.go("/products")
        assert page.locator(".product .state").first.inner_text() == "nothing made yet"
        shop("run", "copy.describe", "--all")
        page.wait_for_selector(".product .s-live >> nth=2")
        page.goto(web.url + "/")
        item = shop.one("SELECT id FROM item WHERE subject = 'kettle'")
        shop.change("UPDATE item SET state = 0, due_ms = due_ms * 2, lease_ms = due_ms * 2 WHERE id = ?", item)
        page.wait_for_selector("#live.on")
        shop.change("INSERT INTO partial (item, text, at_ms) VALUES (?, 'A kettle that', ?) ON CONFLICT (item) DO UPDATE SET text = excluded.text,"
                    " at_ms = excluded.at_ms", item, 4102444800000)
        page.wait_for_selector("#writing >> text=A kettle that")
        assert reader.complaints == []


def test_a_capability_is_tried_out(shop, chromium):
    shop.stock()
    with served(shop) as web:
        reader = Reader(chromium, web)
        page = reader.go("/capabilities/verify.claims")
        page.get_by_label("A product of the shop").select_option("kettle")
        until(lambda: "Brewmate" in page.locator("[name=product]").input_value(), what="the product's JSON")
        page.locator(".fields [name=text]").fill("It is made of gold.")
        page.get_by_role("button", name="Run").click()
        page.wait_for_selector(".answer >> text=unsupported")
        assert reader.complaints == []


def test_decisions_show_what_they_stand_on(shop, chromium, tmp_path):
    from b_merchandise import history
    from axe_playwright_python.sync_playwright import Axe
    history(shop, tmp_path, items=4, days=90)
    shop.change("UPDATE variant SET stock = 0")
    shop("merchandise", "--propose")
    shop("run")
    items = dict(shop.rows("SELECT kind, MAX(id) FROM item GROUP BY kind"))
    with served(shop) as web:
        reader = Reader(chromium, web, "phone, dark")
        for path, pictures in ("/merchandise", 1), (f"/items/{items['price.change']}", 2), (f"/items/{items['replenish.order']}", 2):
            page = reader.go(path)
            assert page.locator("svg.picture").count() >= pictures, path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        table = page.request.get(f"{web.url}/merchandise/{items['replenish.order']}/order.csv")
        assert table.text().startswith("date,supplier,sku,"), table.text()
        assert not reader.complaints


def test_promotions_and_stock_to_clear_show_what_they_stand_on(shop, chromium, tmp_path):
    from b_merchandise import promotion
    from axe_playwright_python.sync_playwright import Axe
    item, plan = promotion(shop, tmp_path, items=24, days=150)
    shop.change("UPDATE variant SET stock = 900, cost = price / 3 WHERE product NOT IN (SELECT id FROM change)")
    shop("settings", "set", "merchandise", '{"kinds":["price.clear"]}')
    shop("merchandise", "--propose")
    shop("run")
    shop("review", "accept", item)
    shop("run")
    clear = shop.one("SELECT MAX(id) FROM item WHERE kind = 'price.clear'")
    sold = next(line for line in plan["lines"] if not line.get("held"))
    with served(shop) as web:
        reader = Reader(chromium, web, "phone, dark")
        for path, pictures in ("/merchandise", 2), (f"/items/{item}", 2), (f"/items/{clear}", 1):
            page = reader.go(path)
            assert page.locator("svg.picture").count() >= pictures, path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        page.goto(f"{web.url}/shop/product/{sold['product']}")
        assert page.locator(".price.sale s").first.inner_text().endswith(f"{sold['lowest']:.2f}")
        assert page.locator("p.lowest").inner_text().endswith(f"{sold['lowest']:.2f}")
        assert not reader.complaints


def test_settings_are_forms(shop, chromium):
    """An empty field is the default; a secret is never shown and stays; a wrong value is named."""
    shop("settings", "set", "openai", '{"url":"http://127.0.0.1:9/v1","key":"opensesame"}')
    with served(shop) as web:
        reader = Reader(chromium, web)
        page = reader.go("/settings")
        assert "opensesame" not in page.content()
        page.locator("#set-openai summary").click()
        page.locator("#set-openai [name=tries]").fill("2")
        page.locator("#set-openai .primary").click()
        until(lambda: '"tries":2' in shop("settings"), what="the form saved")
        assert '"key":"opensesame"' in shop.one("SELECT value FROM setting WHERE name = 'openai'")
        assert shop.one("SELECT COUNT(*) FROM ledger WHERE body LIKE '%opensesame%'") == 0
        assert shop.one("SELECT COUNT(*) FROM wish WHERE body LIKE '%opensesame%'") == 0
        page.locator("#set-flow summary").click()
        page.locator("#set-flow [name=hold_days]").evaluate("e => { e.max = ''; e.value = 99999; }")
        page.locator("#set-flow .primary").click()
        page.wait_for_selector("#toast .bad")
        assert "hold_days" in page.locator("#toast .bad").inner_text()
        assert all("409" in x for x in reader.complaints)
