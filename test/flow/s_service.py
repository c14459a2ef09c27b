"""The service agent in the shop's channels: from the first message to the cancelled order; handing over; proposing."""
import base64, json

from conftest import until
from web import served
from w_help import say
from w_inbox import comes

STATE = {
    "users": {"ann_1": {"name": {"first_name": "Ann", "last_name": "Berg"}, "email": "ann@x.example",
                        "address": {"address1": "Main Street 1", "address2": "", "city": "Berlin", "state": "BE", "country": "Germany", "zip": "10115"},
                        "payment_methods": {"paypal_1": {"source": "paypal", "id": "paypal_1"}}, "orders": ["#W1"]}},
    "orders": {"#W1": {"order_id": "#W1", "user_id": "ann_1",
                       "address": {"address1": "Main Street 1", "address2": "", "city": "Berlin", "state": "BE", "country": "Germany", "zip": "10115"},
                       "items": [{"name": "Kettle", "product_id": "p1", "item_id": "i1", "price": 19.9, "options": {"colour": "red"}}], "status": "pending",
                       "fulfillments": [], "payment_history": [{"transaction_type": "payment", "amount": 19.9, "payment_method_id": "paypal_1"}]}},
    "products": {"p1": {"name": "Kettle", "product_id": "p1", "variants": {"i1": {"item_id": "i1", "options": {"colour": "red"}, "available": True, "price": 19.9}}}},
}


def stocked(shop):
    (shop.home / "state.json").parent.mkdir(exist_ok=True)
    shop("init")
    (shop.home / "state.json").write_text(json.dumps(STATE))
    shop("order", "load", shop.home / "state.json")


def answers(shop):
    return [t for t, in shop.rows("SELECT m.text FROM message m JOIN item i ON i.id = m.item WHERE m.way = 'out' AND i.state >= 5 ORDER BY m.id")]


def test_an_order_is_cancelled_in_the_chat(shop):
    stocked(shop)
    with served(shop) as web:
        until(lambda: web("/shop/help").code == 200, what="the shop opening")
        cookie = None
        for n, text in enumerate(["Please cancel my order #W1, I no longer need it.", "ann@x.example", "yes"], 1):
            _, cookie = say(web, text, cookie)
            until(lambda: len(answers(shop)) == n, what=f"answer {n}")
            if n < 3:
                assert shop.rows("SELECT status FROM orders") == [("pending",)]
        assert shop.rows("SELECT status FROM orders") == [("cancelled",)], answers(shop)
        page = web("/shop/help", headers={"Cookie": cookie}).body.decode()
        assert "Automatic assistant" in page and "#W1 is cancelled" in page
        _, cookie = say(web, "I want to talk to a real person now", cookie)
        until(lambda: shop.rows("SELECT state FROM thread") == [("human",)], what="the handing over")
        case = json.loads(shop.one("SELECT case_file FROM thread"))
        assert case["done"] and case["suggestion"], case
        said = len(answers(shop))
        say(web, "Hello? Cancel everything!", cookie)
        until(lambda: shop.one("SELECT COUNT(*) FROM message WHERE way = 'in'") == 5, what="the last message")
        token = web.token("editor", "anna")
        id = str(shop.one("SELECT id FROM thread"))
        assert web("/api/v1/wishes/thread", {"thread": id, "action": "take"}, token).code == 200
        assert len(answers(shop)) <= said + 1 and shop.rows("SELECT state, person FROM thread") == [("human", "anna")]  # the agent is silent
        assert web("/api/v1/wishes/thread", {"thread": id, "action": "back"}, token).code == 200
        until(lambda: len(answers(shop)) > said, what="the agent going on")
    shop.verify()


def test_an_answer_by_mail_is_proposed_where_the_shop_says_so(shop):
    stocked(shop)
    shop("settings", "set", "channel.mail", json.dumps({"mailboxes": [{"address": "help@shop.example", "trusts": "mx.shop.example"}]}))
    shop("settings", "set", "service.answer", '{"mail":"propose"}')
    comes(shop, 1, "Where is my order #W1?", **{"Authentication-Results": "mx.shop.example; dmarc=pass"})
    with served(shop) as web:
        until(lambda: shop.states() == {"waiting": 1}, what="the proposal")
        assert shop.one("SELECT verified FROM thread") == "mail"
        threads = web("/api/v1/threads", token=web.token()).json["threads"]
        assert threads[0]["proposals"] == 1
        assert "#W1" in shop.one("SELECT text FROM message WHERE way = 'out'")
