"""orders.py - what purvey does to orders of a real Vendure and a real Medusa: money once, parcels, returns, and what is refused.

Started by run.sh beside shops.py. Each order is bought in the shop's own shop front.
"""
import csv
import itertools
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import time
import unittest
import urllib.error
import urllib.request

import shops


class Vendure(shops.Vendure):
    node = None  # its API names no place to send from

    @staticmethod
    def is_write(method, path, body):
        q = json.loads(body).get('query', '') if body else ''
        return next((m for m in ('refundOrder', 'settlePayment', 'cancelOrder', 'addFulfillmentToOrder', 'transitionFulfillmentToState',
                                'modifyOrder', 'transitionOrderToState') if m + '(' in q), None)

    def visitor(self):
        """Somebody in the shop front: asks it, and is known by the token."""
        url, token = self.url.replace('admin-api', 'shop-api'), None

        def ask(query, **variables):
            nonlocal token
            headers = {'content-type': 'application/json', **({'authorization': 'Bearer ' + token} if token else {})}
            with urllib.request.urlopen(urllib.request.Request(url, json.dumps({'query': query, 'variables': variables}).encode(), headers)) as r:
                token = r.headers.get('vendure-auth-token') or token
                answer = json.load(r)
            assert 'errors' not in answer, answer
            return answer['data']

        return ask

    def buy(self):
        """An order of two units of one variant and one of another, paid with a payment that is only authorised: its code and id."""
        ask = self.visitor()
        variants = self.ask('{productVariants(options:{take:2,sort:{id:ASC}}){items{id sku}}}')['productVariants']['items']
        for v, n in zip(variants, (2, 1)):
            ask('mutation($v:ID!,$n:Int!){addItemToOrder(productVariantId:$v,quantity:$n){__typename}}', v=v['id'], n=n)
        ask('mutation{setCustomerForOrder(input:{firstName:"Ann",lastName:"Bo",emailAddress:"ann@x.example"}){__typename}}')
        ask('mutation{setOrderShippingAddress(input:{fullName:"Ann Bo",streetLine1:"Weg 1",city:"Ulm",postalCode:"89073",countryCode:"DE"}){__typename}}')
        ask('mutation{setOrderShippingMethod(shippingMethodId:["1"]){__typename}}')
        ask('mutation{transitionOrderToState(state:"ArrangingPayment"){__typename}}')
        done = ask('mutation{addPaymentToOrder(input:{method:"standard-payment",metadata:{}}){__typename ...on Order{id code}}}')['addPaymentToOrder']
        return done['code'], done['id']

    def seen(self, order):
        o = self.ask('query($i:ID!){order(id:$i){state totalWithTax payments{id state amount refunds{total state reason}} lines{id quantity}'
                     ' fulfillments{state trackingCode lines{orderLineId quantity}}}}', i=order)['order']
        p = o['payments'][0]
        return {'cancelled': o['state'] == 'Cancelled', 'total': o['totalWithTax'], 'taken': p['amount'] if p['state'] == 'Settled' else 0,
                'refunds': sorted(r['total'] for r in p['refunds']), 'left': sum(x['quantity'] for x in o['lines']),
                'parcels': sorted((f['trackingCode'], f['state'].lower(), sum(x['quantity'] for x in f['lines'])) for f in o['fulfillments'])}

    def refund_by_hand(self, order, minor):
        p = self.ask('query($i:ID!){order(id:$i){payments{id}}}', i=order)['order']['payments'][0]['id']
        done = self.ask('mutation($i:RefundOrderInput!){refundOrder(input:$i){__typename}}', i={'paymentId': p, 'amount': minor, 'reason': 'by hand', 'lines': [], 'shipping': 0, 'adjustment': 0})
        assert done['refundOrder']['__typename'] == 'Refund', done

    def address(self, order):
        o = self.ask('query($i:ID!){order(id:$i){state shippingAddress{fullName streetLine1 city postalCode countryCode}}}', i=order)['order']
        a = o['shippingAddress']
        return a['fullName'], a['streetLine1'], a['city'], a['postalCode'], a['countryCode'], 'as it was' if o['state'] == 'PaymentAuthorized' else o['state']

    def group_of(self, email):
        """A group of the shop that the customer of this address is in."""
        who = self.ask('query($e:String!){customers(options:{filter:{emailAddress:{eq:$e}}}){items{id}}}', e=email)['customers']['items'][0]['id']
        group = self.group()
        self.ask('mutation($g:ID!,$c:[ID!]!){addCustomersToGroup(customerGroupId:$g,customerIds:$c){id}}', g=group, c=[who])
        return group

    def off(self, code, email):
        """What the code takes off a cart of this customer, in cents."""
        ask = self.visitor()
        variants = self.ask('{productVariants(options:{take:1,sort:{id:ASC}}){items{id sku}}}')['productVariants']['items']
        ask('mutation($v:ID!){addItemToOrder(productVariantId:$v,quantity:1){__typename}}', v=variants[0]['id'])
        ask('mutation($e:String!){setCustomerForOrder(input:{firstName:"A",lastName:"B",emailAddress:$e}){__typename}}', e=email)
        done = ask('mutation($c:String!){applyCouponCode(couponCode:$c){__typename ...on Order{discounts{amount}}}}', c=code)['applyCouponCode']
        return -sum(d['amount'] for d in done.get('discounts', []))

    def stock(self, sku):
        v = self.ask('query($s:String!){productVariants(options:{filter:{sku:{eq:$s}}}){items{stockOnHand}}}', s=sku)['productVariants']['items'][0]
        return v['stockOnHand']


class Medusa(shops.Medusa):
    shelf = None

    @staticmethod
    def is_write(method, path, body):
        return path.split('?')[0].split('/')[-1] if method == 'POST' and path.startswith(('/admin/payments', '/admin/orders', '/admin/returns')) else None

    def store(self, method, path, **body):
        headers = {'content-type': 'application/json', 'x-publishable-api-key': self.shelf['key']}
        data = json.dumps(body).encode() if method == 'POST' else None
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data, headers, method=method)) as r:
            return json.load(r)

    def make(self, path, what, **body):
        return self.ask('POST', path, **body)[what]

    def open(self):
        """What an empty Medusa lacks to sell: a region, a way to pay and to send, and goods in a place."""
        if Medusa.shelf:
            return
        web = self.make('/admin/sales-channels', 'sales_channel', name='web')['id']
        key = self.make('/admin/api-keys', 'api_key', title='web', type='publishable')
        self.ask('POST', f"/admin/api-keys/{key['id']}/sales-channels", add=[web])
        region = self.make('/admin/regions', 'region', name='EU', currency_code='eur', countries=['de'], payment_providers=['pp_system_default'])['id']
        place = self.make('/admin/stock-locations', 'stock_location', name='Berlin', address={'address_1': 'Weg 2', 'country_code': 'de'})['id']
        self.ask('POST', f'/admin/stock-locations/{place}/sales-channels', add=[web])
        self.ask('POST', f'/admin/stock-locations/{place}/fulfillment-providers', add=['manual_manual'])
        self.ask('POST', f'/admin/stock-locations/{place}/fulfillment-sets', name='parcels', type='shipping')
        ways = self.ask('GET', f'/admin/stock-locations/{place}?fields=*fulfillment_sets')['stock_location']['fulfillment_sets'][0]['id']
        zone = self.make(f'/admin/fulfillment-sets/{ways}/service-zones', 'fulfillment_set', name='DE', geo_zones=[{'type': 'country', 'country_code': 'de'}])
        profile = self.make('/admin/shipping-profiles', 'shipping_profile', name='goods', type='default')['id']
        way = self.make('/admin/shipping-options', 'shipping_option', name='Parcel', service_zone_id=zone['service_zones'][0]['id'], shipping_profile_id=profile,
                        provider_id='manual_manual', price_type='flat', type={'label': 'p', 'description': 'p', 'code': 'p'},
                        prices=[{'currency_code': 'eur', 'amount': 5}])['id']
        pot = self.make('/admin/products', 'product', title='Pot', handle='pot', status='published', shipping_profile_id=profile, sales_channels=[{'id': web}],
                        options=[{'title': 'Colour', 'values': ['red', 'blue']}],
                        variants=[{'title': v, 'sku': 'POT-' + v, 'manage_inventory': True, 'options': {'Colour': v}, 'prices': [{'amount': 49.9, 'currency_code': 'eur'}]}
                                  for v in ('red', 'blue')])
        for item in self.ask('GET', '/admin/inventory-items?limit=100')['inventory_items']:
            if item['sku'].startswith('POT-'):
                self.ask('POST', f"/admin/inventory-items/{item['id']}/location-levels", location_id=place, stocked_quantity=1000)
        Medusa.shelf = {'key': key['token'], 'region': region, 'web': web, 'way': way, 'place': place, 'variants': [v['id'] for v in pot['variants']]}

    @property
    def node(self):
        return self.shelf['place']

    def cart(self, email, **more):
        self.open()
        address = {'first_name': 'Ann', 'last_name': 'Bo', 'address_1': 'Weg 1', 'city': 'Ulm', 'postal_code': '89073', 'country_code': 'de'}
        return self.store('POST', '/store/carts', region_id=self.shelf['region'], sales_channel_id=self.shelf['web'], email=email, shipping_address=address,
                          items=[{'variant_id': v, 'quantity': n} for v, n in zip(self.shelf['variants'], (2, 1))], **more)['cart']['id']

    def buy(self):
        cart, s = self.cart('ann@x.example'), self.shelf
        self.store('POST', f'/store/carts/{cart}/shipping-methods', option_id=s['way'])
        bill = self.store('POST', '/store/payment-collections', cart_id=cart)['payment_collection']['id']
        self.store('POST', f'/store/payment-collections/{bill}/payment-sessions', provider_id='pp_system_default')
        order = self.store('POST', f'/store/carts/{cart}/complete')['order']
        return f"#{order['display_id']}", order['id']

    def order(self, order):
        return self.ask('GET', f'/admin/orders/{order}?fields=status,total,*items,*items.detail,*payment_collections.payments,*payment_collections.payments.captures,'
                               '*payment_collections.payments.refunds,*fulfillments,*fulfillments.labels,*fulfillments.items')['order']

    def seen(self, order):
        o = self.order(order)
        p = o['payment_collections'][0]['payments'][0]
        parcels = [(f['labels'][0]['tracking_number'] if f['labels'] else '', 'delivered' if f['delivered_at'] else 'shipped' if f['shipped_at'] else 'packed',
                    sum(i['quantity'] for i in f['items'])) for f in o['fulfillments']]
        return {'cancelled': o['status'] == 'canceled', 'total': round(o['total'] * 100), 'taken': round(100 * sum(x['amount'] for x in p['captures'])),
                'refunds': sorted(round(100 * r['amount']) for r in p['refunds']), 'parcels': sorted(parcels),
                'left': sum(i['quantity'] - i['detail']['return_received_quantity'] for i in o['items'])}

    def refund_by_hand(self, order, minor):
        p = self.order(order)['payment_collections'][0]['payments'][0]['id']
        self.ask('POST', f'/admin/payments/{p}/refund', amount=minor / 100)

    def address(self, order):
        o = self.ask('GET', f'/admin/orders/{order}?fields=status,*shipping_address')['order']
        a = o['shipping_address']
        return (f"{a['first_name']} {a['last_name']}", a['address_1'], a['city'], a['postal_code'], a['country_code'].upper(),
                'as it was' if o['status'] == 'pending' else o['status'])

    def group_of(self, email):
        who = self.ask('GET', f'/admin/customers?email={email}')['customers'][0]['id']
        group = self.group()
        self.ask('POST', f'/admin/customer-groups/{group}/customers', add=[who])
        return group

    def off(self, code, email):
        cart = self.cart(email)
        self.store('POST', f'/store/carts/{cart}/promotions', promo_codes=[code])
        return round(100 * self.store('GET', f'/store/carts/{cart}?fields=discount_total')['cart']['discount_total'])

    def sell(self, rows):
        """Products of a simulated catalogue, each with one variant."""
        self.open()
        for r in rows:
            self.ask('POST', '/admin/products', title=r['title'], handle=r['sku'].lower(), status='published', sales_channels=[{'id': self.shelf['web']}],
                     options=[{'title': 'Kind', 'values': ['one']}],
                     variants=[{'title': 'one', 'sku': r['sku'], 'options': {'Kind': 'one'}, 'prices': [{'amount': float(r['price']), 'currency_code': 'eur'}]}])

    def fronts(self):
        """What a shop front is told of each product: what it costs, what it cost before, by what kind of list, and the reference."""
        items = self.store('GET', f"/store/products?limit=100&region_id={self.shelf['region']}&fields=handle,metadata,*variants.calculated_price")['products']
        return {p['handle']: (round(100 * k['calculated_amount']), round(100 * k['original_amount']), k['calculated_price']['price_list_type'],
                              (p['metadata'] or {}).get('compare_at') or None)
                for p in items for k in [p['variants'][0]['calculated_price']]}

    def lists(self):
        return [x['title'] for x in self.ask('GET', '/admin/price-lists?limit=100')['price_lists']]

    def stock(self, sku):
        items = self.ask('GET', f'/admin/inventory-items?limit=100&fields=sku,*location_levels')['inventory_items']
        return next(sum(x['stocked_quantity'] for x in i['location_levels']) for i in items if i['sku'] == sku)


class Cases(shops.Home):
    """What is done to orders; one class a shop below."""

    def setUp(self):
        self.name, self.remote = self.shop.buy()
        more = {'locations': [{'node': 'berlin', 'id': self.shop.node}]} if self.shop.node else {}
        self.home_begin(late_s=1, **more)
        self.purvey('pull', self.shop.name)
        self.purvey('pull', self.shop.name, '--orders')
        self.keys = itertools.count()

    def tearDown(self):
        self.proxy.fault = None
        self.proxy.shutdown()
        self.proxy.server_close()

    def act(self, kind, code=0, **more):
        action = {'key': f'k{next(self.keys)}', 'kind': kind, 'order': self.name, **more}
        return self.purvey('order', 'act', '-', '--json', input=json.dumps(action) + '\n', code=code)

    def settle(self):
        for _ in range(100):
            if self.purvey('order', 'settle', code=None).returncode == 0 and not self.rows("SELECT 1 FROM outbox WHERE state IN ('waiting', 'sent')"):
                return
            time.sleep(0.2)  # a pause that purvey takes before it asks again
        self.fail(f"the outbox does not empty: {self.rows('SELECT key, state, why FROM outbox')}")

    def method(self):
        return self.rows("SELECT id FROM method WHERE customer = (SELECT customer FROM orders WHERE id = '%s') ORDER BY LENGTH(id) DESC, id DESC LIMIT 1" % self.name)[0][0]

    def pay(self):
        self.act('pay', method=self.method())
        self.settle()

    def seen(self):
        return self.shop.seen(self.remote)

    def whys(self):
        return ' '.join(w or '' for (w,) in self.rows("SELECT why FROM outbox WHERE state IN ('failed', 'kept')"))

    def test_orders_are_pulled_with_lines_customer_and_payments_and_again_the_same(self):
        again = json.loads(self.purvey('pull', self.shop.name, '--orders', '--json').stdout)
        self.assertEqual((again['added'], again['changed'], again['aside']), (0, 0, 0), again)
        shown = self.purvey('order', 'show', self.name).stdout
        self.assertIn('pending', shown)
        (customer, lines, shipping, tax, discount) = self.rows(f"SELECT customer, lines, shipping, tax, discount FROM orders WHERE id = '{self.name}'")[0]
        lines = json.loads(lines)
        total = sum(x['price'] * x['quantity'] - x.get('discount', 0) for x in lines) + shipping + tax - discount
        self.assertEqual(total, self.seen()['total'])
        self.assertEqual(sorted(x['quantity'] for x in lines), [1, 2])
        self.assertTrue(all(x['product'] for x in lines), lines)
        self.assertEqual(self.rows(f"SELECT email, name FROM customer WHERE id = '{customer}'"), [('ann@x.example', 'Ann Bo')])
        self.assertEqual(self.rows(f"SELECT total, state FROM sale WHERE id = '{self.name}'"), [(total, 'open')], 'evidence of demand, too')

    def test_a_payment_is_taken_once_and_refunds_never_exceed_what_the_shop_has(self):
        self.pay()
        total = self.seen()['total']
        self.assertEqual(self.seen()['taken'], total)
        self.act('pay', method=self.method(), code=1)  # nothing is due
        self.act('refund', amount=1234)
        self.settle()
        self.assertEqual(self.seen()['refunds'], [1234])
        self.purvey('order', 'act', '-', input=json.dumps({'key': 'k2', 'kind': 'refund', 'order': self.name, 'amount': 1234}))  # sent twice
        self.settle()
        self.assertEqual(self.seen()['refunds'], [1234])
        self.assertIn('than was paid', self.act('refund', amount=total, code=1).stderr)
        self.shop.refund_by_hand(self.remote, total - 1234 - 500)  # somebody in the shop, of whom purvey knows nothing
        self.act('refund', amount=501)
        self.settle()
        self.assertIn('would be too much', self.whys())
        self.assertEqual(sum(self.seen()['refunds']), total - 500)
        self.assertEqual(self.rows("SELECT state FROM money WHERE kind = 'refund' AND amount = 501"), [('failed',)])
        self.purvey('pull', self.shop.name, '--orders')
        self.assertEqual(self.rows(f"SELECT SUM(amount) FROM money WHERE orders = '{self.name}' AND kind = 'refund' AND state = 'done'"), [(total - 500,)])

    def test_answers_lost_after_the_effect_move_money_once(self):
        lost = {'settlePayment': 1, 'capture': 1, 'refundOrder': 2, 'refund': 2, 'fulfillments': 1, 'addFulfillmentToOrder': 1}

        def fault(method, path, what):
            if lost.get(what, 0) > 0:
                lost[what] -= 1
                return 'lose'

        self.proxy.fault = fault
        due = self.seen()['total']
        self.pay()
        self.act('refund', amount=700)
        self.act('refund', amount=700)  # a second one of the same amount is a second one
        self.act('ship', parcel='T1', carrier='DHL')
        self.settle()
        seen = self.seen()
        self.assertEqual((seen['taken'], seen['refunds'], seen['parcels']), (due, [700, 700], [('T1', 'shipped', 3)]))

    def test_killed_around_the_effect_each_refund_is_once(self):
        chance = random.Random(23)
        self.pay()
        amounts = [101, 102, 103, 104, 105, 106]
        for a in amounts:
            self.act('refund', amount=a)
        for _ in range(14):
            p = subprocess.Popen([shops.PURVEY, 'order', 'settle'], env={**os.environ, 'PURVEY_HOME': str(self.home)}, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
            time.sleep(chance.random() * 0.5)  # where it is killed is left to chance
            p.send_signal(signal.SIGKILL)
            p.wait()
        self.settle()
        self.assertEqual(self.seen()['refunds'], amounts)
        self.assertEqual(self.rows(f"SELECT COUNT(*) FROM money WHERE orders = '{self.name}' AND kind = 'refund' AND state = 'done'"), [(len(amounts),)])

    def test_killed_after_the_shop_has_it_and_before_we_know(self):
        self.pay()
        self.act('refund', amount=900)
        running = []

        def fault(method, path, what):  # it dies with the request in the shop's hands
            if what in ('refund', 'refundOrder') and running:
                running.pop().kill()

        self.proxy.fault = fault
        running.append(subprocess.Popen([shops.PURVEY, 'order', 'settle'], env={**os.environ, 'PURVEY_HOME': str(self.home)}, stdout=subprocess.DEVNULL))
        running[0].wait()
        self.assertEqual(running, [], 'it was killed in the middle')
        self.settle()
        self.assertEqual(self.seen()['refunds'], [900])

    def test_cancelled_before_the_money_was_taken(self):
        self.act('cancel', reason='ordered by mistake')
        self.settle()
        seen = self.seen()
        self.assertEqual((seen['cancelled'], seen['taken'], seen['refunds']), (True, 0, []))

    def test_cancelled_after_the_money_was_taken_gives_it_back_once(self):
        self.pay()
        self.act('cancel', reason='ordered by mistake')
        self.settle()
        seen = self.seen()
        self.assertEqual((seen['cancelled'], seen['refunds']), (True, [seen['taken']]), self.whys())

    def test_what_route_order_decided_is_sent_arrives_comes_back_and_is_on_sale_again(self):
        lines = json.loads(self.rows(f"SELECT lines FROM orders WHERE id = '{self.name}'")[0][0])
        two = next(x for x in lines if x['quantity'] == 2)
        wave = {'nodes': [{'id': 'berlin', 'kind': 'warehouse', 'stock': {x['sku']: 9 for x in lines}}],
                'orders': [{'id': self.name, 'lines': [{'sku': x['sku'], 'qty': x['quantity']} for x in lines], 'quotes': [{'node': 'berlin', 'parcel': 450, 'unit': 10}]}],
                'cost': {'unfilled': 5000}}
        routed = json.loads(self.purvey('call', 'route.order', input=json.dumps(wave) + '\n').stdout)['shipments']
        self.assertEqual([s['node'] for s in routed], ['berlin'])
        self.pay()
        self.act('ship', parcel='T1', carrier='DHL', node=routed[0]['node'], lines=[{'sku': two['sku'], 'quantity': 1}])
        self.act('ship', parcel='T2', carrier='DHL', node=routed[0]['node'])
        self.settle()
        self.assertEqual(self.seen()['parcels'], [('T1', 'shipped', 1), ('T2', 'shipped', 2)], self.whys())
        self.act('deliver', parcel='T1')
        self.act('deliver')
        self.settle()
        self.assertEqual([p[1] for p in self.seen()['parcels']], ['delivered', 'delivered'])
        shelf = self.shop.stock(two['sku'])
        self.act('return', lines=[{'sku': two['sku'], 'quantity': 2}], reason='too big')
        self.act('receive', node='berlin')
        self.act('inspect', lines=[{'sku': two['sku'], 'condition': 'new'}])
        self.settle()
        seen = self.seen()
        self.assertEqual(self.shop.stock(two['sku']), shelf + 2, self.whys())
        self.assertEqual((seen['left'], seen['refunds']), (1, [2 * two['price'] - two.get('discount', 0)]), self.whys())

    def test_a_return_that_is_cut_short_anywhere_is_one_return(self):
        chance = random.Random(5)
        self.pay()
        self.act('ship', parcel='T1')
        self.act('deliver')
        self.settle()
        sku = json.loads(self.rows(f"SELECT lines FROM orders WHERE id = '{self.name}'")[0][0])[0]['sku']
        shelf = self.shop.stock(sku)
        self.act('return', lines=[{'sku': sku}])
        self.act('receive')
        self.act('inspect', lines=[{'sku': sku, 'condition': 'opened'}])
        self.proxy.fault = lambda method, path, what: 'lose' if what and chance.random() < 0.5 else None
        for _ in range(12):
            self.purvey('order', 'settle', code=None)
            time.sleep(0.4)  # the pause that it takes before it asks again
        self.proxy.fault = None
        self.settle()
        self.assertEqual(self.shop.stock(sku), shelf + 1, self.whys())
        self.assertEqual(len(self.seen()['refunds']), 1)

    def test_an_address_is_changed_while_it_has_not_left(self):
        lost = ['lose', 'lose']
        self.proxy.fault = lambda method, path, what: lost.pop() if what and lost else None
        self.act('address', address={'address1': 'Gasse 9', 'city': 'Bonn', 'zip': '53111', 'country': 'DE'})
        self.settle()
        self.assertLess(len(lost), 2)
        self.assertEqual(self.shop.address(self.remote), ('Ann Bo', 'Gasse 9', 'Bonn', '53111', 'DE', 'as it was'), self.whys())
        self.pay()
        self.act('ship', parcel='T1')
        self.act('address', address={'address1': 'Platz 1', 'city': 'Ulm'}, code=1)  # it has left

    def test_a_code_for_a_personal_segment_reduces_for_its_group_alone(self):
        lines = json.loads(self.rows(f"SELECT lines FROM orders WHERE id = '{self.name}'")[0][0])
        product = lines[0]['product']
        skus = [sku for (sku,) in self.rows(f"SELECT sku FROM variant WHERE product = '{product}'")]
        day = 86400000
        today = int(time.time() * 1000) // day * day
        code = f'LAPSED-{random.randrange(16 ** 8):08X}'
        coupon = {'code': code, 'share': 0.2, 'starts_ms': today, 'ends_ms': today + 14 * day, 'uses_most': 50, 'segment': {'name': 'lapsed', 'quiet_least': 90},
                  'lines': [{'product': product, 'sku': sku, 'least': 100} for sku in skus]}
        e = {'key': 'k', 'entity': 'coupon', 'id': code, 'field': 'offer', 'locale': '', 'format': 'json', 'value': json.dumps(coupon)}

        def write(**more):
            opt = {**self.shop.setting(self.proxy.server_port), **more}
            return json.loads(self.purvey('call', f'channel.{self.shop.name}', '--opt', json.dumps(opt), input=json.dumps({'verb': 'write', 'effects': [e]}) + '\n').stdout)['seen'][0]

        refused = write()
        self.assertEqual((refused['state'], self.shop.promotion(code)), ('refused', []))
        self.assertIn('no group in', refused['why'])
        done = write(groups=[{'segment': 'lapsed', 'id': self.shop.group_of('ann@x.example')}])
        self.assertEqual(done['state'], 'written', done)
        self.assertGreater(self.shop.off(code, 'ann@x.example'), 0, 'she is in the group')
        self.assertEqual(self.shop.off(code, 'bob@x.example'), 0, 'he has learnt the code')

    def test_what_the_shop_cannot_do_is_refused_with_what_to_do_instead(self):
        for kind, more in (('items', {'method': 'x'}), ('method', {'method': 'x'}), ('compensate', {'amount': 100}), ('substitute', {})):
            said = self.act(kind, code=1, **more).stderr
            self.assertIn(f'stands in {self.shop.name}, where {kind} is not done from here', said)
        self.assertEqual(self.rows('SELECT COUNT(*) FROM outbox'), [(0,)])
        self.assertEqual(self.rows(f"SELECT status FROM orders WHERE id = '{self.name}'"), [('pending',)])


class TestVendure(Cases, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shop = Vendure()

    def test_some_units_are_cancelled_and_paid_back(self):
        self.pay()
        lines = json.loads(self.rows(f"SELECT lines FROM orders WHERE id = '{self.name}'")[0][0])
        two = next(x for x in lines if x['quantity'] == 2)
        self.act('cancel', lines=[{'sku': two['sku'], 'quantity': 1}], reason='one is enough')
        self.settle()
        seen = self.seen()
        self.assertEqual((seen['cancelled'], seen['left'], seen['refunds']), (False, 2, [two['price']]), self.whys())


    def test_sales_count_at_prices_of_the_catalogues_kind(self):
        for with_tax in (True, False):
            self.shop.tax_included(with_tax)
            try:
                name, order = self.shop.buy()
                self.purvey('pull', 'vendure')
                self.purvey('pull', 'vendure', '--orders')
            finally:
                self.shop.tax_included(False)
            rows = self.rows(f"SELECT l.price, v.price, v.sku FROM line l JOIN variant v ON v.sku = l.sku WHERE l.sale = '{name}'")
            self.assertEqual([a for a, _, _ in rows], [b for _, b, _ in rows], f'with tax: {with_tax}')
            own = json.loads(self.rows(f"SELECT lines FROM orders WHERE id = '{name}'")[0][0])
            paid = sum(x['price'] * x['quantity'] for x in own)
            asked = sum(b * next(x['quantity'] for x in own if x['sku'] == sku) for _, b, sku in rows)
            self.assertEqual(paid == asked, with_tax, 'what is paid is with tax, whatever the catalogue says')
            self.assertEqual(sum(x['price'] * x['quantity'] - x.get('discount', 0) for x in own) + 500, self.shop.seen(order)['total'])


class TestMedusa(Cases, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shop = Medusa()
        cls.shop.open()

    def test_some_units_are_not_cancelled_from_here(self):
        self.assertIn('cancels whole orders from here', self.act('cancel', lines=[{'pos': 0}], code=1).stderr)

    def test_a_node_that_has_no_place_in_the_shop_sends_nothing(self):
        self.act('ship', parcel='T1', node='hamburg')
        self.settle()
        self.assertIn('no place in medusa stands for hamburg', self.whys())
        self.assertEqual(self.seen()['parcels'], [])

    def test_damaged_goods_come_back_and_are_not_on_sale_again(self):
        self.pay()
        self.act('ship', parcel='T1')
        self.act('deliver')
        self.settle()
        shelf = self.shop.stock('POT-red')
        self.act('return', lines=[{'sku': 'POT-red', 'quantity': 2}])
        self.act('receive')
        self.act('inspect', lines=[{'sku': 'POT-red', 'condition': 'damaged'}])
        self.settle()
        self.assertEqual(self.shop.stock('POT-red'), shelf, self.whys())
        detail = [i['detail']['return_dismissed_quantity'] for i in self.shop.order(self.remote)['items'] if i['variant_sku'] == 'POT-red']
        self.assertEqual(detail, [2])


class TestSale(shops.Home, unittest.TestCase):
    """A promotion of a Medusa shop, from the plan to its shop front and back: announced against the lowest price of the 30 days before."""

    @classmethod
    def setUpClass(cls):
        cls.shop = Medusa()

    def setUp(self):
        self.home_begin()
        sim = self.home / 'sim'
        first = time.strftime('%Y-%m-%d', time.gmtime(time.time() - 100 * 86400))
        self.purvey('simulate', str(sim), '--cross', '--items', '24', '--days', '100', '--from', first, '--seed', '7')
        self.goods = {r['sku']: r for r in csv.DictReader(open(sim / 'catalog.csv'))}
        self.sold = list(csv.DictReader(open(sim / 'orders.csv')))
        self.law = time.strftime('%Y-%m-%d', time.gmtime(time.time() - 30 * 86400))
        self.shop.sell(self.goods.values())
        self.purvey('pull', 'medusa')
        with sqlite3.connect(self.home / 'purvey.db') as db:  # what a Medusa has no place for
            for sku, r in self.goods.items():
                db.execute('UPDATE variant SET cost = ?, stock = ? WHERE sku = ?', (round(100 * float(r['cost'])), r['stock'], sku))
                db.execute('UPDATE product SET category = ? WHERE id = ?', (r['category'], sku.lower()))
        db.close()
        self.purvey('import', str(sim / 'orders.csv'))
        self.purvey('settings', 'set', 'merchandise', '{"kinds":["promotion.sale"]}')
        self.purvey('settings', 'set', 'promotion.sale', '{"lead_days":0,"starts":1,"depths":[0.1,0.2],"max_items":12}')

    def tearDown(self):
        self.proxy.shutdown()
        self.proxy.server_close()

    def unlawful(self, price, was, now, lowest):
        """What price.legal finds against this price beside that one, where `lowest` was asked for ten of the last 30 days."""
        day = [time.strftime('%Y-%m-%d', time.gmtime(time.time() - n * 86400)) for n in (300, 20, 10, 0)]
        history = [{'from': d, 'price': p / 100} for d, p in zip(day, (now, lowest, now))]
        said = self.purvey('call', 'price.legal', input=json.dumps({'today': day[3], 'price': price / 100, 'was': was / 100, 'history': history}) + '\n').stdout
        return json.loads(said).get('findings', [])

    def page(self, product):
        """The product's page in purvey's own storefront."""
        log = self.home / 'serve.log'
        with open(log, 'wb') as out:
            p = subprocess.Popen([shops.PURVEY, 'serve', '--port', '0'], env={**os.environ, 'PURVEY_HOME': str(self.home)}, stdout=out, stderr=out)
        try:
            for _ in range(200):
                found = re.findall(r'listens on (http://127.0.0.1:[0-9]+)', log.read_text())
                if found:
                    with urllib.request.urlopen(f'{found[-1]}/shop/product/{product}') as r:
                        return r.read().decode()
                time.sleep(0.1)  # until it listens
            self.fail(log.read_text())
        finally:
            p.terminate()
            p.wait()

    def test_a_promotion_is_announced_against_the_lowest_price_of_30_days_and_ends(self):
        before = self.shop.fronts()
        self.purvey('merchandise', '--propose')
        self.purvey('run')
        ((item, text),) = self.rows("SELECT id, input FROM item WHERE kind = 'promotion.sale' AND state = 3")
        plan = json.loads(text)
        lines = {x['product']: x for x in plan['lines'] if not x.get('held')}
        cents = {p: [round(100 * x[k]) for k in ('price', 'price_now', 'lowest')] for p, x in lines.items()}
        for p, (price, now, lowest) in cents.items():
            self.assertLess(price, lowest)
            self.assertLessEqual(lowest, now)
            paid = min(float(x['price']) for x in self.sold if x['sku'].lower() == p and x['date'] >= self.law)
            self.assertEqual(lowest, min(now, round(100 * paid)), 'what was asked or paid at least in these days')
            self.assertEqual(self.unlawful(price, lowest, now, lowest), [])
            if lowest < now:
                self.assertNotEqual(self.unlawful(price, now, now, lowest), [], 'what is asked today is no reference')
        self.purvey('review', 'accept', str(item))
        self.finish()
        self.assertEqual(self.rows(f'SELECT state FROM item WHERE id = {item}'), [(5,)], self.rows('SELECT why FROM outbox WHERE why IS NOT NULL'))
        now, listed = self.shop.fronts(), 0
        for p, (price, asked, lowest) in cents.items():
            money = f'{lowest / 100:.2f} EUR'
            if lowest == asked:  # a list shows the price before, which is the reference
                listed += 1
                self.assertEqual(now[p], (price, asked, 'sale', money))
            else:  # something cheaper was asked in these days: no price may be struck through but that
                self.assertEqual(now[p], (price, price, None, money))
        self.assertGreater(listed, 0)
        self.assertEqual(self.shop.lists(), [f'purvey sale {item}'])
        self.assertEqual({p: x for p, x in now.items() if p not in cents}, {p: x for p, x in before.items() if p not in cents}, 'all others stay')
        one = next(p for p, (_, asked, lowest) in cents.items() if lowest == asked)
        page = self.page(one)
        self.assertIn('Lowest price of the 30 days before', page)
        self.assertIn(f'{cents[one][2] / 100:.2f}', page.split('Lowest price of the 30 days before')[1][:60])
        again = json.loads(self.purvey('pull', 'medusa', '--json').stdout)
        self.assertEqual(again['aside'], 0)
        with sqlite3.connect(self.home / 'purvey.db') as db:
            plan['ends_ms'] = int(time.time() * 1000) - 1000
            db.execute('UPDATE item SET input = ?, due_ms = 0 WHERE id = ?', (json.dumps(plan), item))
        db.close()
        self.purvey('run')
        self.finish()
        self.assertEqual((self.shop.lists(), self.shop.fronts()), ([], before), 'as it was')


if __name__ == '__main__':
    unittest.main()
