"""shops.py - purvey against a real Vendure and a real Medusa, through a proxy that counts writes and loses answers.

Started by run.sh, which sets PURVEY, WORK, VENDURE_PORT, MEDUSA_PORT and the passwords.
"""
import http.client
import http.server
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
import warnings

PURVEY, WORK = os.environ['PURVEY'], pathlib.Path(os.environ['WORK'])


class Proxy(http.server.ThreadingHTTPServer):
    """Forwards to one shop. `writes` counts what changed a product; `fault` may spoil the next answers."""

    daemon_threads = True

    def __init__(self, port, is_write):
        super().__init__(('127.0.0.1', 0), Handler)
        self.port, self.is_write, self.writes, self.fault, self.lock = port, is_write, {}, None, threading.Lock()
        self.times = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, address):
        pass  # a client that was killed


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass

    def forward(self):
        body = self.rfile.read(int(self.headers.get('content-length') or 0))
        product = self.server.is_write(self.command, self.path, body)
        fault = self.server.fault and self.server.fault(self.command, self.path, product)
        if isinstance(fault, int):
            self.send_response(fault)
            self.send_header('retry-after', '1')
            self.send_header('content-length', '0')
            self.end_headers()
            return
        if product:
            with self.server.lock:
                self.server.writes[product] = self.server.writes.get(product, 0) + 1
        up = http.client.HTTPConnection('127.0.0.1', self.server.port, timeout=60)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ('host', 'connection')}
        up.request(self.command, self.path, body or None, headers)
        answer = up.getresponse()
        data = answer.read()
        if fault == 'lose':  # the shop has it, but nobody hears so
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(answer.status)
        for k, v in answer.getheaders():
            if k.lower() not in ('transfer-encoding', 'connection', 'content-length'):
                self.send_header(k, v)
        self.send_header('content-length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_DELETE = forward


class Vendure:
    name = 'vendure'

    def __init__(self):
        self.token = None
        self.url = f"http://127.0.0.1:{os.environ['VENDURE_PORT']}/admin-api"
        login = 'mutation($p:String!){login(username:"superadmin",password:$p){__typename}}'
        if self.ask(login, p=os.environ['VENDURE_PASSWORD'])['login']['__typename'] != 'CurrentUser':  # the seed has its own
            self.ask(login, p='superadmin')
            self.ask('mutation($p:String!){updateActiveAdministrator(input:{password:$p}){id}}', p=os.environ['VENDURE_PASSWORD'])

    def ask(self, query, **variables):
        headers = {'content-type': 'application/json', **({'authorization': 'Bearer ' + self.token} if self.token else {})}
        body = json.dumps({'query': query, 'variables': variables}).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url, body, headers)) as r:
            self.token = r.headers.get('vendure-auth-token') or self.token
            answer = json.load(r)
        assert 'errors' not in answer, answer
        return answer['data']

    @staticmethod
    def is_write(method, path, body):
        q = json.loads(body) if body else {}
        return q['variables']['i']['id'] if 'updateProduct(' in q.get('query', '') else None

    def setting(self, port):
        return {'url': f'http://127.0.0.1:{port}/admin-api', 'secret': 'env:VENDURE_PASSWORD'}

    def products(self):
        items = self.ask('{products(options:{take:100}){items{id slug name description facetValues{code facet{code}}}}}')['products']['items']
        return {p['slug']: p for p in items}

    def text(self, p):
        return p['description']

    def marked(self, p):
        return [v['code'] for v in p['facetValues'] if v['facet']['code'] == 'content-origin']

    mark = ['ai-description']

    def edit(self, p, text):
        self.ask('mutation($i:UpdateProductInput!){updateProduct(input:$i){id}}',
                 i={'id': p['id'], 'translations': [{'languageCode': 'en', 'description': text}]})


    def price(self, slug, set_to=None):
        """What each variant asks, in cents; or make the first ask another price."""
        query = 'query($s:String!){product(slug:$s){variants{id prices{currencyCode price}}}}'
        variants = self.ask(query, s=slug)['product']['variants']
        if set_to:
            self.ask('mutation($i:[UpdateProductVariantInput!]!){updateProductVariants(input:$i){id}}', i=[{'id': variants[0]['id'], 'price': set_to}])
        return [[(p['currencyCode'], p['price']) for p in v['prices']] for v in variants]

    def promotion(self, code):
        q = 'query($c:String!){promotions(options:{filter:{couponCode:{eq:$c}}}){items{enabled perCustomerUsageLimit usageLimit conditions{code}}}}'
        return [(p['enabled'], p['perCustomerUsageLimit'], p['usageLimit'], [x['code'] for x in p['conditions']]) for p in self.ask(q, c=code)['promotions']['items']]

    promoted = [(True, 1, 50, ['customer_group'])]

    def reduced(self, code, skus):
        """What a visitor's cart has off with the code: a share of the price of one of these variants."""
        url, token = self.url.replace('admin-api', 'shop-api'), None

        def ask(query, **variables):
            nonlocal token
            headers = {'content-type': 'application/json', **({'authorization': 'Bearer ' + token} if token else {})}
            with urllib.request.urlopen(urllib.request.Request(url, json.dumps({'query': query, 'variables': variables}).encode(), headers)) as r:
                token = r.headers.get('vendure-auth-token') or token
                return json.load(r)['data']

        variant = self.ask('query($s:[String!]!){productVariants(options:{filter:{sku:{in:$s}}}){items{id}}}', s=skus)['productVariants']['items'][0]['id']
        ask('mutation($v:ID!){addItemToOrder(productVariantId:$v,quantity:1){__typename}}', v=variant)
        done = ask('mutation($c:String!){applyCouponCode(couponCode:$c){__typename ...on Order{lines{unitPrice discountedUnitPrice}}}}', c=code)['applyCouponCode']
        line = done['lines'][0]
        return round(1 - line['discountedUnitPrice'] / line['unitPrice'], 2)

    def group(self):
        return self.ask('mutation($i:CreateCustomerGroupInput!){createCustomerGroup(input:$i){id}}', i={'name': 'lapsed'})['createCustomerGroup']['id']

    def tax_included(self, on):
        """Whether the channel's prices are with tax; what a variant then asks with tax, in cents."""
        channel = self.ask('{activeChannel{id}}')['activeChannel']['id']
        self.ask('mutation($i:UpdateChannelInput!){updateChannel(input:$i){__typename}}', i={'id': channel, 'pricesIncludeTax': on})

    def with_tax(self, slug):
        return [v['priceWithTax'] for v in self.ask('query($s:String!){product(slug:$s){variants{priceWithTax}}}', s=slug)['product']['variants']]


class Medusa:
    name = 'medusa'

    def __init__(self):
        self.url, self.token = f"http://127.0.0.1:{os.environ['MEDUSA_PORT']}", None
        self.token = self.ask('POST', '/auth/user/emailpass', email=os.environ['MEDUSA_USER'], password=os.environ['MEDUSA_PASSWORD'])['token']
        if not self.products():
            for i in range(12):
                self.ask('POST', '/admin/products', title=f'Kettle {i}', handle=f'kettle-{i}', description=f'Kettle {i} in steel.', material='steel',
                         weight=1000 + i, status='published', options=[{'title': 'Colour', 'values': ['red', 'blue']}],
                         variants=[{'title': v, 'sku': f'K{i}-{v}', 'options': {'Colour': v}, 'prices': [{'amount': 49.9, 'currency_code': 'eur'}]}
                                   for v in ('red', 'blue')])

    def ask(self, method, path, **body):
        headers = {'content-type': 'application/json', **({'authorization': 'Bearer ' + self.token} if self.token else {})}
        data = json.dumps(body).encode() if body else None
        with urllib.request.urlopen(urllib.request.Request(self.url + path, data, headers, method=method)) as r:
            return json.load(r)

    @staticmethod
    def is_write(method, path, body):
        return path.split('/')[3] if method == 'POST' and path.startswith('/admin/products/') else None

    def setting(self, port):
        return {'url': f'http://127.0.0.1:{port}', 'user': os.environ['MEDUSA_USER'], 'secret': 'env:MEDUSA_PASSWORD', 'currency': 'eur'}

    def products(self):
        items = self.ask('GET', '/admin/products?limit=100&fields=id,handle,title,description,metadata')['products']
        return {p['handle']: p for p in items}

    def text(self, p):
        return p['description']

    def marked(self, p):
        return (p['metadata'] or {}).get('ai_generated', [])

    mark = ['description']

    def edit(self, p, text):
        self.ask('POST', '/admin/products/' + p['id'], description=text)


    def promotion(self, code):
        found = self.ask('GET', '/admin/promotions?code=' + code)['promotions']
        return [(p['status'] == 'active', p['campaign']['budget']['limit'], p['limit'], [r['attribute'] for r in p['rules']]) for p in found]

    promoted = [(True, 1, 50, ['customer.groups.id'])]

    def group(self):
        return self.ask('POST', '/admin/customer-groups', name=f'lapsed {random.random()}')['customer_group']['id']

    def price(self, slug, set_to=None):
        p = self.products()[slug]
        path = f"/admin/products/{p['id']}/variants"
        variants = self.ask('GET', path + '?limit=50&order=id&fields=id,prices.amount,prices.currency_code')['variants']
        if set_to:
            self.ask('POST', f"{path}/{variants[0]['id']}", prices=[{'amount': set_to / 100, 'currency_code': 'eur'}])
        return [sorted((x['currency_code'].upper(), round(x['amount'] * 100)) for x in v['prices']) for v in variants]


class Home:
    """A shop's folder of purvey, connected to a real shop through the proxy."""

    def home_begin(self, **more):
        warnings.simplefilter('ignore', ResourceWarning)  # of the proxy's threads, when a client is killed
        self.home = WORK / f'{self.shop.name}-{self.id().split(".")[-1]}'
        shutil.rmtree(self.home, ignore_errors=True)
        self.proxy = Proxy(urllib.parse.urlparse(self.shop.url).port, self.shop.is_write)
        self.purvey('init')
        self.purvey('settings', 'set', f'channel.{self.shop.name}', json.dumps({**self.shop.setting(self.proxy.server_port), **more}))

    def purvey(self, *args, code=0, **more):
        r = subprocess.run([PURVEY, *args], env={**os.environ, 'PURVEY_HOME': str(self.home)}, capture_output=True, text=True, timeout=300, **more)
        if code is not None:
            self.assertEqual(r.returncode, code, f'purvey {args}: {r.stdout}{r.stderr}')
        return r

    def rows(self, sql):
        import sqlite3
        db = sqlite3.connect(self.home / 'purvey.db')
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def finish(self):
        """Run until nothing is on its way."""
        for _ in range(60):
            self.purvey('run', code=None)
            if not self.rows("SELECT 1 FROM outbox WHERE state IN ('waiting', 'sent')"):
                return
            time.sleep(0.2)  # a pause that the shop asked for
        self.fail('the outbox does not empty')


class Cases(Home):
    """What every channel must pass; one class a shop below."""

    def setUp(self):
        self.before = {k: self.shop.text(p) for k, p in self.shop.products().items()}
        self.home_begin()
        self.purvey('settings', 'set', 'text', '{"backend":"template"}')
        self.purvey('policy', 'set', '-', input='{"rows":[{"kind":"*","risk":"*","confidence":0,"doubts":true,"action":"auto"}]}')
        self.purvey('pull', self.shop.name)
        self.ids = sorted(self.before)[:8]

    def tearDown(self):
        self.proxy.fault = None
        for slug, p in self.shop.products().items():  # as it was, for the next case
            if self.shop.text(p) != self.before[slug]:
                self.shop.edit(p, self.before[slug])
        self.proxy.shutdown()
        self.proxy.server_close()

    def publish(self):
        self.purvey('run', 'copy.describe', *self.ids)

    def assert_published(self, once=True):
        now = self.shop.products()
        for slug in self.ids:
            self.assertNotEqual(self.shop.text(now[slug]), self.before[slug])
            self.assertEqual(self.shop.marked(now[slug]), self.shop.mark)
            if once:
                self.assertEqual(self.proxy.writes.get(now[slug]['id']), 1, slug)

    def test_pull_is_idempotent(self):
        r = json.loads(self.purvey('pull', self.shop.name, '--json').stdout)
        self.assertEqual((r['products'], r['same'], r['gone'], r['aside']), (len(self.before), len(self.before), 0, 0))
        lines = [json.loads(x) for x in self.purvey('export', '--as', 'jsonl', '-').stdout.splitlines()]
        self.assertEqual({x['id'] for x in lines}, set(self.before))
        self.assertTrue(all(v['price'] > 0 and v['sku'] for x in lines for v in x['variants']))

    def test_publish_marks_and_reads_back(self):
        self.publish()
        self.finish()
        self.assert_published()
        self.assertEqual(self.rows("SELECT COUNT(*) FROM outbox WHERE state = 'done' AND readback IS NOT NULL"), [(len(self.ids),)])
        export = self.purvey('export', '--as', 'google-xml', '-').stdout
        self.assertEqual(export.count('<g:structured_description>') > 0, True)
        again = self.purvey('pull', self.shop.name, '--json')
        self.assertEqual(json.loads(again.stdout)['changed'], len(self.ids))  # our own words come back as the shop's
        self.purvey('undo', 'last')
        self.assertEqual({k: self.shop.text(p) for k, p in self.shop.products().items()}, self.before)

    def effect(self, verb, slug, value, **more):
        """What the channel answers to a price, asked as the outbox asks it."""
        e = {'key': 'k', 'entity': 'product', 'id': slug, 'field': 'price', 'locale': '', 'format': 'money', 'value': value, **more}
        out = self.purvey('call', f'channel.{self.shop.name}', '--opt', json.dumps(self.shop.setting(self.proxy.server_port)),
                          input=json.dumps({'verb': verb, 'effects': [e]}) + '\n').stdout
        return json.loads(out)['seen'][0]

    def test_a_price_is_published_read_back_and_undone(self):
        slug = next(s for s in sorted(self.before) if len(set(map(tuple, self.shop.price(s)))) == 1)
        before = self.shop.price(slug)
        read = self.effect('read', slug, '12.34')
        asked, currency = read['shown'].split()
        self.assertIn((currency, round(float(asked) * 100)), before[0])
        wrote = self.effect('write', slug, f'12.34 {currency}', guarded=True, expect=read['shown'], machine=True)
        self.assertEqual((wrote['state'], wrote['shown']), ('written', f'12.34 {currency}'))
        self.assertEqual(self.shop.price(slug), [[(k, 1234 if k == currency else n) for k, n in v] for v in before])
        self.assertEqual(self.shop.marked(self.shop.products()[slug]), [])  # a price is no generated text
        late = self.effect('write', slug, f'9.99 {currency}', guarded=True, expect=read['shown'])
        self.assertEqual(late['state'], 'conflict')
        back = self.effect('write', slug, read['shown'], guarded=True, expect=f'12.34 {currency}', restore=True)
        self.assertEqual((back['state'], self.shop.price(slug)), ('written', before))

    def offer(self, verb, coupon, groups=(), **more):
        """What the channel answers to the code of an offer, asked as the outbox asks it."""
        e = {'key': 'k', 'entity': 'coupon', 'id': 'LAPSED-0C0FFEE0', 'field': 'offer', 'locale': '', 'format': 'json', **more,
             **({'value': json.dumps(coupon)} if coupon else {})}
        opt = {**self.shop.setting(self.proxy.server_port), 'groups': list(groups)}
        out = self.purvey('call', f'channel.{self.shop.name}', '--opt', json.dumps(opt), input=json.dumps({'verb': verb, 'effects': [e]}) + '\n').stdout
        return json.loads(out)['seen'][0]

    def test_the_code_of_an_offer_is_a_promotion_of_the_shop_and_is_taken_out(self):
        lines = [json.loads(x) for x in self.purvey('export', '--as', 'jsonl', '-').stdout.splitlines()]
        skus = [(x['id'], v['sku']) for x in lines[:2] for v in x['variants']]
        day, groups = 86400000, [{'segment': 'lapsed', 'id': self.shop.group()}]
        today = int(time.time() * 1000) // day * day
        coupon = {'code': 'LAPSED-0C0FFEE0', 'share': 0.15, 'starts_ms': today, 'ends_ms': today + 14 * day, 'uses_most': 50,
                  'segment': {'name': 'lapsed', 'quiet_least': 90}, 'lines': [{'product': p, 'sku': sku, 'least': 100} for p, sku in skus]}
        look = self.offer('read', coupon, groups)
        self.assertEqual((look['state'], look.get('shown')), ('shown', None), look)
        wrote = self.offer('write', coupon, groups)
        self.assertEqual((wrote['state'], wrote['shown']), ('written', look['want']), wrote)
        self.assertEqual(self.shop.promotion(coupon['code']), self.shop.promoted)
        again = self.offer('write', coupon, groups)
        self.assertEqual((again['state'], self.shop.promotion(coupon['code'])), ('written', self.shop.promoted), 'once')
        self.assertIn('has another offer under the code', self.offer('write', {**coupon, 'share': 0.3}, groups).get('why', ''))
        self.assertIn('has no variant', self.offer('read', {**coupon, 'lines': [{'product': 'x', 'sku': 'no such', 'least': 1}]}, groups).get('why', ''))
        back = self.offer('write', None, groups, restore=True, guarded=True, expect=wrote['shown'])
        self.assertEqual((back['state'], self.shop.promotion(coupon['code'])), ('written', []), back)
        nobody = self.offer('write', coupon)
        self.assertEqual((nobody['state'], self.shop.promotion(coupon['code'])), ('refused', []), 'a secret is no rule')
        self.assertIn('no group in ' + self.shop.name + ' stands for them', nobody['why'])
        self.assertIn('"segment":"lapsed"', nobody['why'])
        first = {**coupon, 'segment': {'name': 'first order', 'orders_most': 0}}
        self.assertEqual(self.offer('write', first)['state'], 'written', 'a segment that looks at nobody needs no group')
        if hasattr(self.shop, 'reduced'):
            self.assertEqual(self.shop.reduced(coupon['code'], [sku for _, sku in skus]), 0.15)
        self.offer('write', None, restore=True)

    def test_a_price_with_tax_is_the_price_the_shopper_pays(self):
        if not hasattr(self.shop, 'tax_included'):
            self.skipTest('only Vendure holds prices with or without tax by channel')
        self.shop.tax_included(True)
        try:
            slug = next(s for s in sorted(self.before) if len(set(map(tuple, self.shop.price(s)))) == 1)
            read = self.effect('read', slug, '12.34')
            wrote = self.effect('write', slug, '12.34', guarded=True, expect=read['shown'])
            self.assertEqual((wrote['state'], wrote['shown'].split()[0]), ('written', '12.34'))
            self.assertEqual(set(self.shop.with_tax(slug)), {1234}, 'tax is within it, not on top')
            self.assertEqual(self.effect('write', slug, read['shown'], guarded=True, expect=wrote['shown'], restore=True)['state'], 'written')
        finally:
            self.shop.tax_included(False)

    def test_variants_that_ask_different_prices_each_take_their_own(self):
        slug = next(s for s in sorted(self.before) if len(self.shop.price(s)) > 1 and len(set(map(tuple, self.shop.price(s)))) == 1)
        before = self.shop.price(slug)
        lines = [json.loads(x) for x in self.purvey('export', '--as', 'jsonl', '-').stdout.splitlines()]
        skus = [v['sku'] for x in lines if x['id'] == slug for v in x['variants']]
        fields = [f'price:{sku}' for sku in skus]
        shown = [self.effect('read', slug, '12.34', field=f)['shown'] for f in fields]
        for k, field in enumerate(fields):
            wrote = self.effect('write', slug, f'{20 + k}.49', field=field, guarded=True, expect=shown[k])
            self.assertEqual(wrote['state'], 'written', wrote)
        currency = shown[0].split()[1]
        asked = sorted(dict(v)[currency] for v in self.shop.price(slug))
        self.assertEqual(asked, [100 * (20 + k) + 49 for k in range(len(skus))])
        self.assertIn('has no variant', self.effect('write', slug, '9.99', field='price:no such').get('why', ''))
        for k, field in enumerate(fields):
            self.assertEqual(self.effect('write', slug, shown[k], field=field, restore=True)['state'], 'written')
        self.assertEqual(sorted(self.shop.price(slug)), sorted(before))

    def test_a_price_the_shop_cannot_take_is_refused_with_a_sentence(self):
        slug = next(s for s in sorted(self.before) if len(self.shop.price(s)) > 1 and len(set(map(tuple, self.shop.price(s)))) == 1)
        before = self.shop.price(slug)
        for value, why in (('12.34 JPY', 'has no price in JPY'), ('nothing', 'is no price'), ('', 'is no price'), ('0', 'is no price')):
            seen = self.effect('write', slug, value)
            self.assertEqual(seen['state'], 'refused', seen)
            self.assertIn(why, seen['why'])
        first = next(n for k, n in before[0])
        self.shop.price(slug, set_to=first + 100)
        self.assertIn('ask different prices', self.effect('write', slug, '12.34').get('why', ''))
        self.assertIn('ask different prices', self.effect('read', slug, '12.34').get('why', ''))
        self.shop.price(slug, set_to=first)
        self.assertEqual(self.shop.price(slug), before)

    def test_undo_keeps_human_edits_and_names_them(self):
        self.publish()
        self.finish()
        edited = self.ids[2]
        self.shop.edit(self.shop.products()[edited], 'By hand.')
        look = json.loads(self.purvey('undo', 'last', '--dry-run', '--json').stdout)
        self.assertEqual((look['restored'], look['kept']), (len(self.ids) - 1, 1))
        done = self.purvey('undo', 'last').stdout
        self.assertIn(f'kept product {edited}, description in {self.shop.name}: somebody in the shop', done)
        now = self.shop.products()
        for slug in self.ids:
            self.assertEqual(self.shop.text(now[slug]), 'By hand.' if slug == edited else self.before[slug])
            self.assertEqual(self.shop.marked(now[slug]), self.shop.mark if slug == edited else [])

    def test_edit_before_publishing_goes_to_a_person(self):
        edited = self.ids[0]
        self.shop.edit(self.shop.products()[edited], 'By hand.')
        self.publish()
        self.finish()
        self.assertEqual(self.shop.text(self.shop.products()[edited]), 'By hand.')
        waits = [json.loads(x) for x in self.purvey('review', '--json').stdout.splitlines()]
        self.assertEqual([w['subject'] for w in waits], [edited])
        self.assertTrue(any('has been changed' in d for d in waits[0]['doubts']), waits)

    def test_answers_lost_busy_and_broken(self):
        chance = random.Random(7)

        def fault(method, path, product):
            x = chance.random()
            return 'lose' if product and x < 0.3 else 429 if x < 0.2 else 503 if x < 0.3 else None

        self.proxy.fault = fault
        self.purvey('run', 'copy.describe', *self.ids, code=None)
        self.proxy.fault = None
        self.finish()
        self.assert_published()

    def test_killed_while_publishing(self):
        chance = random.Random(11)
        self.purvey('run', 'copy.describe', '--later', *self.ids)
        for _ in range(12):
            p = subprocess.Popen([PURVEY, 'run'], env={**os.environ, 'PURVEY_HOME': str(self.home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.random() * 0.8)  # where it is killed is left to chance
            p.send_signal(signal.SIGKILL)
            p.wait()
        self.finish()
        self.assert_published()
        undone = self.purvey('undo', 'last').stdout
        self.assertEqual({k: self.shop.text(p) for k, p in self.shop.products().items()}, self.before, undone)

    def test_secrets_stay_out(self):
        self.publish()
        wrong = self.purvey('settings', 'set', f'channel.{self.shop.name}', json.dumps({**self.shop.setting(1), 'secret': 'env:NOWHERE'}))
        self.assertEqual(wrong.returncode, 0)
        self.assertIn('NOWHERE is not set', self.purvey('pull', self.shop.name, code=1).stderr)
        for f in self.home.rglob('*'):
            if f.is_file():
                for secret in (os.environ['VENDURE_PASSWORD'], os.environ['MEDUSA_PASSWORD']):
                    self.assertNotIn(secret.encode(), f.read_bytes(), f)


class TestVendure(Cases, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shop = Vendure()


class TestMedusa(Cases, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shop = Medusa()

    def sale(self, verb, slug, value, was='49.90 EUR', **more):
        """A price that is announced as a reduction, as the outbox asks for it."""
        return self.effect(verb, slug, value, sale='purvey sale 7', was=was, from_ms=1760000000000, to_ms=4000000000000, **more)

    def listed(self):
        """What our price lists ask, in cents."""
        lists = [x for x in self.shop.ask('GET', '/admin/price-lists?limit=100')['price_lists'] if x['title'] == 'purvey sale 7']
        return [(x['type'], x['status'], x['ends_at'][:4], sorted(round(100 * p['amount']) for p in self.shop.ask('GET', f"/admin/price-lists/{x['id']}/prices")['prices']))
                for x in lists]

    def test_a_sale_price_stands_in_a_list_beside_the_price_and_goes_alone(self):
        one, two = 'kettle-1', 'kettle-2'
        before = self.shop.price(one), self.shop.price(two)
        lost = ['lose']
        self.proxy.fault = lambda method, path, _: lost.pop() if method == 'POST' and path.startswith('/admin/price-lists') and lost else None
        self.assertEqual(self.sale('write', one, '39.90 EUR')['state'], 'later', 'the answer was lost')
        self.assertEqual(self.sale('write', one, '39.90 EUR')['shown'], '39.90 EUR')
        self.assertEqual(self.listed(), [('sale', 'active', '2096', [3990, 3990])], 'one list, once')
        self.assertEqual(self.sale('write', two, '29.90 EUR', guarded=True, expect='49.90 EUR')['state'], 'written')
        self.assertEqual(self.sale('write', one, '34.90 EUR', guarded=True, expect='39.90 EUR')['state'], 'written')
        self.assertEqual(self.listed(), [('sale', 'active', '2096', [2990, 2990, 3490, 3490])])
        self.assertEqual((self.shop.price(one), self.shop.price(two)), before, 'the price itself stays')
        self.assertEqual(self.sale('write', one, '33.00 EUR', guarded=True, expect='39.90 EUR')['state'], 'conflict')
        back = self.sale('write', one, '49.90 EUR', guarded=True, expect='34.90 EUR', restore=True)
        self.assertEqual((back['state'], self.listed()), ('written', [('sale', 'active', '2096', [2990, 2990])]))
        self.assertEqual(self.sale('write', two, '49.90 EUR', guarded=True, expect='29.90 EUR', restore=True)['state'], 'written')
        self.assertEqual((self.listed(), self.shop.price(one), self.shop.price(two)), ([], *before))

    def test_a_list_never_shows_a_price_before_that_the_law_does_not_count(self):
        before = self.shop.price('kettle-3')
        done = self.sale('write', 'kettle-3', '39.90 EUR', was='44.90 EUR')
        self.assertEqual((done['state'], self.listed()), ('written', []))
        self.assertEqual(self.shop.price('kettle-3'), [[('EUR', 3990)]] * len(before), 'the price itself is lowered')
        self.assertEqual(self.sale('write', 'kettle-3', '49.90 EUR', was='44.90 EUR', restore=True)['state'], 'written')
        self.assertEqual(self.shop.price('kettle-3'), before)


if __name__ == '__main__':
    unittest.main()
