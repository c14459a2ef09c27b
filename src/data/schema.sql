-- data/schema.sql - every table purvey keeps, in the SQL that SQLite and PostgreSQL share.
--
-- Ids come from us (db_new_id) or from the shop; times are int64 ms UTC, given as parameters; money is
-- integer minor units; booleans are 0 or 1; lists are JSON text. Statements are safe to run again.

CREATE TABLE IF NOT EXISTS meta (
    name  TEXT PRIMARY KEY,          -- 'schema'
    value TEXT NOT NULL              -- version of this file
);

-- ---- what is true: the shop's own records -------------------------------------------------

CREATE TABLE IF NOT EXISTS product (
    id          TEXT PRIMARY KEY,    -- the shop's own id or handle
    title       TEXT NOT NULL,
    brand       TEXT,
    category    TEXT,                -- 'Home > Kitchen > Kettles'
    description TEXT,                -- the merchant's own text, cleaned to plain
    html        TEXT,                -- the same as it was given
    language    TEXT,                -- BCP 47
    url         TEXT,
    price       BIGINT,              -- minor units; lowest of its variants
    currency    TEXT,                -- ISO 4217
    features    TEXT,                -- JSON list of texts
    images      TEXT,                -- JSON list of addresses or object hashes
    channel     TEXT NOT NULL,       -- where it came from: 'file', 'vendure', 'medusa'
    remote_id   TEXT,                -- its id in that shop, where it differs
    hash        TEXT NOT NULL,       -- of what was imported: re-import of the same changes nothing
    batch       BIGINT NOT NULL,     -- import that wrote it last
    gone        BIGINT NOT NULL DEFAULT 0, -- 1: no longer in its source
    facts_of    TEXT,                -- the hash that the description was read for facts at; NULL: not yet
    updated_ms  BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS product_unread ON product (id) WHERE facts_of IS NULL OR facts_of <> hash;
CREATE TABLE IF NOT EXISTS variant (
    product    TEXT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    pos        BIGINT NOT NULL,      -- order within the product, from 0
    sku        TEXT,
    gtin       TEXT,                 -- digits, check digit verified
    title      TEXT,
    options    TEXT,                 -- JSON list of {name, value, unit}
    price      BIGINT,               -- minor units
    compare_at BIGINT,
    cost       BIGINT,
    currency   TEXT,
    stock      BIGINT,               -- units on hand; NULL: not tracked
    weight_g   BIGINT,
    remote_id  TEXT,
    PRIMARY KEY (product, pos)
);
CREATE INDEX IF NOT EXISTS variant_sku ON variant (sku);
CREATE TABLE IF NOT EXISTS attribute (
    product TEXT NOT NULL REFERENCES product (id) ON DELETE CASCADE,
    pos     BIGINT NOT NULL,
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    unit    TEXT,
    source  TEXT NOT NULL,           -- 'column:Material' or 'description:120-135' (bytes)
    PRIMARY KEY (product, pos)
);
-- What the shop shows now for one field of one thing, once purvey has touched or read it.
CREATE TABLE IF NOT EXISTS content (
    entity     TEXT NOT NULL,        -- 'product', 'variant', 'category'
    id         TEXT NOT NULL,
    field      TEXT NOT NULL,        -- 'description', 'seo_title'
    locale     TEXT NOT NULL,        -- BCP 47 or ''
    channel    TEXT NOT NULL,        -- 'file', 'vendure', …
    value      TEXT,                 -- NULL: the field is empty
    format     TEXT NOT NULL,        -- 'text', 'html', 'money', 'json'
    by_whom    TEXT NOT NULL,        -- 'item:123', 'import:9', 'person:anna'
    updated_ms BIGINT NOT NULL,
    PRIMARY KEY (entity, id, field, locale, channel)
);

CREATE TABLE IF NOT EXISTS vector (       -- what a model makes of a product's text, for search by meaning
    product TEXT PRIMARY KEY,
    model   TEXT NOT NULL,           -- the capability that made it: 'embed.e5'
    seen    TEXT NOT NULL,           -- product.hash when it was looked at last
    hash    TEXT NOT NULL,           -- of the text that the model read
    numbers TEXT NOT NULL,           -- base64 of 16-bit little-endian numbers
    scale   DOUBLE PRECISION NOT NULL -- what each is times
);

CREATE TABLE IF NOT EXISTS picture (      -- what is seen on a product's pictures, for search by photo
    product TEXT NOT NULL,
    pos     BIGINT NOT NULL,         -- its place among the product's pictures, from 0
    name    TEXT NOT NULL,           -- as product.images has it; '': the product has none
    model   TEXT NOT NULL,           -- what looked: 'embed.image', and after a space by which model
    seen    TEXT NOT NULL,           -- product.hash when it was looked at last
    numbers TEXT,                    -- base64 of signed bytes; NULL: it could not be read
    scale   DOUBLE PRECISION NOT NULL DEFAULT 0, -- what each is times
    tones   TEXT,                    -- JSON list of its colours: {l, a, b, share, name}
    fault   TEXT,                    -- why it could not be read
    PRIMARY KEY (product, pos)
);
CREATE INDEX IF NOT EXISTS picture_name ON picture (name);

CREATE TABLE IF NOT EXISTS fetched (      -- pictures that the catalogue gives as addresses elsewhere, where the shop allows it
    url     TEXT PRIMARY KEY,        -- as product.images has it
    name    TEXT,                    -- of the object that came; NULL: none did
    fault   TEXT,                    -- why none came, in words
    tries   BIGINT NOT NULL,
    at_ms   BIGINT NOT NULL          -- of the last
);

-- ---- coming in -----------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS batch (
    id         BIGINT PRIMARY KEY,
    kind       TEXT NOT NULL,        -- 'import', 'copy.describe', 'undo'
    title      TEXT NOT NULL,        -- for people
    by_whom    TEXT NOT NULL,
    params     TEXT,                 -- JSON: what was asked
    created_ms BIGINT NOT NULL,
    undone_ms  BIGINT
);
CREATE TABLE IF NOT EXISTS quarantine (   -- rows that could not be taken
    id     BIGINT PRIMARY KEY,
    batch  BIGINT NOT NULL,
    file   TEXT NOT NULL,
    line   BIGINT NOT NULL,
    col    TEXT,                     -- column's name
    cause  TEXT NOT NULL,
    cure   TEXT NOT NULL,
    raw    TEXT NOT NULL,            -- the row as it stood
    state  TEXT NOT NULL,            -- 'open', 'mended', 'ignored'
    at_ms  BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS quarantine_place ON quarantine (file, line);
CREATE TABLE IF NOT EXISTS brought (      -- what an import did to a product, so that it can be taken back
    batch   BIGINT NOT NULL,
    product TEXT NOT NULL,
    what    TEXT NOT NULL,           -- 'new', 'changed', 'gone'
    before  TEXT,                    -- JSON of the product as it was; NULL unless 'changed'
    PRIMARY KEY (batch, product)
);
CREATE TABLE IF NOT EXISTS inbox (        -- webhooks, once each
    id    TEXT PRIMARY KEY,          -- webhook-id
    topic TEXT NOT NULL,
    body  TEXT NOT NULL,
    state TEXT NOT NULL,             -- 'new', 'done', 'refused'
    why   TEXT,
    at_ms BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS watched (      -- files of the watched folder, each as it was imported last
    path     TEXT PRIMARY KEY,
    size     BIGINT NOT NULL,        -- bytes
    mtime_ms BIGINT NOT NULL,
    state    TEXT NOT NULL,          -- 'done', 'refused'
    why      TEXT,
    batch    BIGINT,
    at_ms    BIGINT NOT NULL
);

-- ---- what was bought and done ----------------------------------------------------------------

CREATE TABLE IF NOT EXISTS customer (     -- the one table with names and addresses
    id         TEXT PRIMARY KEY,     -- the shop's own number, or 'email:' and a hash of the address
    email      TEXT,
    name       TEXT,
    country    TEXT,                 -- ISO 3166-1
    language   TEXT,                 -- BCP 47
    marketing  BIGINT NOT NULL DEFAULT 0, -- 1: agreed to be written to
    created_ms BIGINT
);
CREATE TABLE IF NOT EXISTS identity (     -- what one customer is known by, in web, app and store: data/identity.h
    kind     TEXT NOT NULL,          -- 'email', 'phone', 'loyalty', 'id' (a number of a shop, or one that was merged)
    value    TEXT NOT NULL,          -- in one spelling
    customer TEXT NOT NULL,
    source   TEXT NOT NULL,          -- where it was learnt: 'web', 'app', 'store', 'mail', 'import', 'merge'
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (kind, value)
);
CREATE INDEX IF NOT EXISTS identity_customer ON identity (customer);
CREATE TABLE IF NOT EXISTS consent (      -- what a customer agreed to, each time they said so; the last word counts
    id       BIGINT PRIMARY KEY,
    customer TEXT NOT NULL,
    purpose  TEXT NOT NULL,          -- 'marketing', 'profile', 'associate', 'research'
    given    BIGINT NOT NULL,        -- 0: refused or withdrawn
    proof    TEXT NOT NULL,          -- which words were agreed to, and where
    source   TEXT NOT NULL,          -- 'web', 'app', 'store', 'mail', 'phone'
    at_ms    BIGINT NOT NULL,
    until_ms BIGINT                  -- ends then; NULL: until withdrawn
);
CREATE INDEX IF NOT EXISTS consent_customer ON consent (customer, purpose, at_ms);
CREATE TABLE IF NOT EXISTS merging (      -- two customers that were found to be one
    id        BIGINT PRIMARY KEY,
    kept      TEXT NOT NULL,
    gone      TEXT NOT NULL,
    because   TEXT NOT NULL,
    by_whom   TEXT NOT NULL,
    body      TEXT NOT NULL,         -- JSON: what was moved, so that it can be parted again
    at_ms     BIGINT NOT NULL,
    undone_ms BIGINT
);
CREATE TABLE IF NOT EXISTS customer_read ( -- who looked at whom, and what they saw
    id       BIGINT PRIMARY KEY,
    customer TEXT,                   -- NULL once that person was erased
    person   TEXT NOT NULL,
    purpose  TEXT NOT NULL,          -- 'associate', 'export'
    sections TEXT NOT NULL,          -- 'orders, sizes'
    at_ms    BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS customer_read_of ON customer_read (customer, at_ms);
CREATE TABLE IF NOT EXISTS tombstone (    -- what forgotten people were known by: data/tombstone.h
    digest  TEXT PRIMARY KEY,        -- HMAC-SHA256 of kind and value by the shop's own key, hex
    kind    TEXT NOT NULL,           -- 'id', 'email', 'phone', 'loyalty', 'visitor'
    at_ms   BIGINT NOT NULL,         -- forgotten
    back_ms BIGINT                   -- they signed up anew; NULL: not
);
CREATE TABLE IF NOT EXISTS sale (         -- an order, as the shop tells it
    id           TEXT PRIMARY KEY,   -- the shop's own: '#1001'
    customer     TEXT,
    state        TEXT NOT NULL,      -- 'open', 'paid', 'cancelled', 'refunded', 'part-refunded'
    currency     TEXT,
    coupon       TEXT,
    country      TEXT,               -- shipped to
    source       TEXT,               -- 'web', 'pos'
    subtotal     BIGINT,             -- minor units, as all below
    shipping     BIGINT,
    tax          BIGINT,
    discount     BIGINT,
    total        BIGINT,
    refunded     BIGINT,
    placed_ms    BIGINT,
    paid_ms      BIGINT,
    fulfilled_ms BIGINT,
    cancelled_ms BIGINT,
    hash         TEXT NOT NULL,      -- of what was imported
    batch        BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS sale_customer ON sale (customer);
CREATE INDEX IF NOT EXISTS sale_placed ON sale (placed_ms);
CREATE TABLE IF NOT EXISTS line (         -- what a sale was of
    sale     TEXT NOT NULL REFERENCES sale (id) ON DELETE CASCADE,
    pos      BIGINT NOT NULL,
    product  TEXT,                   -- our id, where a variant has this SKU
    sku      TEXT,
    title    TEXT,
    quantity BIGINT NOT NULL,
    price    BIGINT,                 -- of one, minor units
    discount BIGINT,                 -- off the line
    sold_out DOUBLE PRECISION NOT NULL DEFAULT 0, -- share of the day it could not be bought, as a table of sales says
    promo    BIGINT NOT NULL DEFAULT 0, -- 1: it was promoted, as a table of sales says
    PRIMARY KEY (sale, pos)
);
CREATE INDEX IF NOT EXISTS line_product ON line (product);
CREATE INDEX IF NOT EXISTS line_sku ON line (sku);
CREATE TABLE IF NOT EXISTS event (        -- what a visitor did with one product, or searched
    id       TEXT NOT NULL,          -- the sender's message id
    pos      BIGINT NOT NULL,        -- of the product within the message, from 0
    at_ms    BIGINT NOT NULL,
    name     TEXT NOT NULL,          -- Segment's: 'Product Viewed'
    visitor  TEXT,
    customer TEXT,
    product  TEXT,
    sku      TEXT,
    query    TEXT,
    list     TEXT,
    sale     TEXT,
    coupon   TEXT,
    currency TEXT,
    place    BIGINT,                 -- in the list, from 1
    quantity BIGINT,
    price    BIGINT,                 -- minor units
    PRIMARY KEY (id, pos)
);
CREATE INDEX IF NOT EXISTS event_visitor ON event (visitor, at_ms);
CREATE INDEX IF NOT EXISTS event_product ON event (product, at_ms);
CREATE TABLE IF NOT EXISTS shelf (        -- what a SKU was offered at: true from this day until its next row
    day     BIGINT NOT NULL,         -- days since 1970-01-01 UTC
    channel TEXT NOT NULL,           -- where: 'file', 'vendure'
    sku     TEXT NOT NULL,
    price   BIGINT,                  -- minor units; NULL: none
    stock   BIGINT,                  -- units on hand; NULL: not tracked
    PRIMARY KEY (sku, channel, day)
);
CREATE INDEX IF NOT EXISTS shelf_day ON shelf (day);
CREATE TABLE IF NOT EXISTS rehearsed (    -- variants as they were before a rehearsal put its costs and stock over them
    product TEXT NOT NULL,
    pos     BIGINT NOT NULL,
    hash    TEXT NOT NULL,           -- product.hash then
    cost    BIGINT,
    stock   BIGINT,
    PRIMARY KEY (product, pos)
);
CREATE TABLE IF NOT EXISTS purchase (     -- what a draft of a purchase order asks for; on order while its item lives
    item        BIGINT NOT NULL,
    sku         TEXT NOT NULL,
    units       BIGINT NOT NULL,
    arrived     BIGINT NOT NULL DEFAULT 0, -- of these
    stock       BIGINT NOT NULL,     -- on hand when it was drafted
    day         BIGINT NOT NULL,     -- it was drafted, days since 1970-01-01
    PRIMARY KEY (item, sku)
);
CREATE INDEX IF NOT EXISTS purchase_sku ON purchase (sku);

-- ---- talking with customers ------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS thread (       -- one conversation: data/thread.h
    id         BIGINT PRIMARY KEY,
    channel    TEXT NOT NULL,        -- 'mail', 'chat', 'api'
    mailbox    TEXT,                 -- of 'mail': the setting's name of it
    key        TEXT UNIQUE,          -- of 'chat': hash of the visitor's secret; of 'api': the caller's own number
    customer   TEXT,                 -- whose it is, as far as that is known
    address    TEXT,                 -- where answers by mail go
    name       TEXT,                 -- as they call themselves
    verified   TEXT NOT NULL,        -- how we know who it is: 'no', 'mail', 'order', 'session', 'person'
    subject    TEXT,
    language   TEXT,                 -- BCP 47
    state      TEXT NOT NULL,        -- 'open' our turn, 'waiting' theirs, 'human' a person has it, 'solved'
    person     TEXT,                 -- who has it
    case_file  TEXT NOT NULL,        -- JSON: struct case_file
    agent      TEXT,                 -- JSON: what the service agent remembers from turn to turn
    made_ms    BIGINT NOT NULL,
    moved_ms   BIGINT NOT NULL       -- last message or change of state
);
CREATE INDEX IF NOT EXISTS thread_state ON thread (state, moved_ms);
CREATE INDEX IF NOT EXISTS thread_customer ON thread (customer);
CREATE TABLE IF NOT EXISTS message (      -- what was said, each once
    id         BIGINT PRIMARY KEY,
    thread     BIGINT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    key        TEXT NOT NULL UNIQUE, -- Message-ID, or the sender's own number for it
    way        TEXT NOT NULL,        -- 'in', 'out', 'note' (for colleagues only)
    by_whom    TEXT NOT NULL,        -- 'customer', 'agent', 'person:anna', 'machine' (an automatic mail)
    text       TEXT NOT NULL,        -- without what it quotes
    quoted     TEXT,                 -- what it quoted
    refs       TEXT,                 -- JSON list of Message-IDs it answers
    held       TEXT,                 -- why nothing answers it: an automatic mail; NULL: it may be answered
    item       BIGINT,               -- of 'out': the work item that lets it out; NULL: it is out
    answered   BIGINT NOT NULL DEFAULT 0, -- of 'in': 1 when it was taken up
    at_ms      BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS message_thread ON message (thread, at_ms, id);
CREATE INDEX IF NOT EXISTS message_open ON message (thread) WHERE way = 'in' AND answered = 0;
CREATE INDEX IF NOT EXISTS message_item ON message (item) WHERE item IS NOT NULL;
CREATE TABLE IF NOT EXISTS attachment (   -- what came with a message: set aside, opened by nobody here
    message BIGINT NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    pos     BIGINT NOT NULL,
    name    TEXT NOT NULL,
    type    TEXT NOT NULL,           -- as the sender says
    size    BIGINT NOT NULL,         -- bytes
    bytes   TEXT,                    -- base64; NULL: too large to keep
    PRIMARY KEY (message, pos)
);
CREATE TABLE IF NOT EXISTS mailbox (      -- how far each was read
    name      TEXT PRIMARY KEY,      -- as in the setting channel.mail
    validity  BIGINT NOT NULL,       -- UIDVALIDITY of its folder
    uid       BIGINT NOT NULL,       -- all up to this one are fetched
    due_ms    BIGINT NOT NULL,       -- not before
    tries     BIGINT NOT NULL DEFAULT 0, -- failures in a row
    why       TEXT,                  -- the last failure
    at_ms     BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS letter (       -- mail as it was fetched, until it is read
    mailbox  TEXT NOT NULL,
    validity BIGINT NOT NULL,
    uid      BIGINT NOT NULL,
    raw      TEXT,                   -- base64 of RFC 5322; NULL once it is read
    state    TEXT NOT NULL,          -- 'new', 'done', 'refused'
    why      TEXT,
    message  BIGINT,                 -- what it became
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (mailbox, validity, uid)
);
CREATE INDEX IF NOT EXISTS letter_new ON letter (at_ms) WHERE state = 'new';
-- ---- orders that purvey answers for (data/order.h) ---------------------------------------------

CREATE TABLE IF NOT EXISTS orders (
    id            TEXT PRIMARY KEY,
    customer      TEXT NOT NULL,
    status        TEXT NOT NULL,     -- ORDER_STATUSES of data/order.h; only execution/order/act.c moves it
    channel       TEXT,              -- 'web', 'store', 'app', 'phone'
    currency      TEXT,
    cancel_reason TEXT,
    hold_reason   TEXT,
    held_from     TEXT,              -- the status to come back to
    address       TEXT,              -- JSON struct address
    lines         TEXT,              -- JSON list of struct order_line
    parcels       TEXT,              -- JSON list of struct parcel
    backs         TEXT,              -- JSON list of struct back: returns and exchanges
    shipping      BIGINT NOT NULL DEFAULT 0, -- minor units, as the next two
    tax           BIGINT NOT NULL DEFAULT 0,
    discount      BIGINT NOT NULL DEFAULT 0,
    item_changes  BIGINT NOT NULL DEFAULT 0,
    promised_ms   BIGINT,
    placed_ms     BIGINT,
    delivered_ms  BIGINT,
    shop          TEXT,              -- the connected shop that it stands in: 'medusa'; NULL: it is ours alone
    remote        TEXT,              -- that shop's own id
    rev           BIGINT NOT NULL DEFAULT 0, -- actions done to it
    extra         TEXT               -- JSON: other members of the document it came from
);
CREATE INDEX IF NOT EXISTS orders_remote ON orders (shop, remote) WHERE shop IS NOT NULL;
CREATE INDEX IF NOT EXISTS orders_customer ON orders (customer, placed_ms);
CREATE INDEX IF NOT EXISTS orders_status ON orders (status);
CREATE TABLE IF NOT EXISTS account (      -- a customer as orders know them
    id         TEXT PRIMARY KEY,     -- of customer
    first_name TEXT,
    last_name  TEXT,
    address    TEXT,                 -- JSON struct address: the usual one
    points     BIGINT NOT NULL DEFAULT 0,
    extra      TEXT                  -- JSON: other members of the document it came from
);
CREATE TABLE IF NOT EXISTS method (       -- means of payment
    customer  TEXT NOT NULL,
    id        TEXT NOT NULL,
    source    TEXT NOT NULL,         -- 'credit_card', 'paypal', 'gift_card', …
    brand     TEXT,
    last_four TEXT,
    balance   BIGINT,                -- of a gift card, minor units; NULL: it has none
    currency  TEXT,
    PRIMARY KEY (customer, id)
);
CREATE TABLE IF NOT EXISTS money (        -- movements; rows are added, never removed
    orders   TEXT NOT NULL,          -- the order's id; '' of none
    seq      BIGINT NOT NULL,        -- 1, 2, … within the order
    kind     TEXT NOT NULL,          -- 'payment', 'refund', 'compensation'
    amount   BIGINT NOT NULL,        -- minor units; which way, kind says
    method   TEXT NOT NULL,
    customer TEXT NOT NULL,
    deed     TEXT NOT NULL,          -- key of the action that moved it
    state    TEXT NOT NULL,          -- 'done', 'waiting', 'failed'
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (orders, seq)
);
CREATE INDEX IF NOT EXISTS money_waiting ON money (state) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS deed (         -- actions that were done, once each
    key     TEXT PRIMARY KEY,        -- idempotency key
    orders  TEXT NOT NULL,           -- the order's id; '' of none
    kind    TEXT NOT NULL,           -- 'cancel', 'return', …
    actor   TEXT NOT NULL,
    body    TEXT NOT NULL,           -- JSON struct action
    receipt TEXT NOT NULL,           -- JSON struct receipt
    at_ms   BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS deed_orders ON deed (orders, at_ms);
CREATE INDEX IF NOT EXISTS deed_trouble ON deed (at_ms) WHERE kind IN ('substitute', 'backorder', 'hold');
CREATE TABLE IF NOT EXISTS stock (        -- where stock lies; what is set aside is still on hand
    node     TEXT NOT NULL,          -- 'main', a warehouse, a store
    sku      TEXT NOT NULL,
    units    BIGINT NOT NULL,        -- on hand
    reserved BIGINT NOT NULL DEFAULT 0, -- of these, set aside for orders
    PRIMARY KEY (node, sku)
);
CREATE INDEX IF NOT EXISTS stock_sku ON stock (sku);
-- ---- the storefront's visitors: written by the web process ----------------------------------------

CREATE TABLE IF NOT EXISTS shopper (      -- who has a cart or a chat; nothing says who that is
    id    TEXT PRIMARY KEY,          -- BLAKE2b of the cookie
    chat  TEXT,                      -- JSON: the conversation's state and its last turns
    at_ms BIGINT NOT NULL            -- last came
);
CREATE INDEX IF NOT EXISTS shopper_at ON shopper (at_ms);
CREATE TABLE IF NOT EXISTS cart (
    shopper  TEXT NOT NULL REFERENCES shopper (id) ON DELETE CASCADE,
    product  TEXT NOT NULL,
    variant  TEXT NOT NULL,          -- its SKU, or '#' and its place where it has none
    quantity BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL,        -- put in
    PRIMARY KEY (shopper, product, variant)
);

CREATE TABLE IF NOT EXISTS cart_code (    -- the code of an offer that a visitor typed
    shopper TEXT PRIMARY KEY REFERENCES shopper (id) ON DELETE CASCADE,
    code    TEXT NOT NULL,
    at_ms   BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS neighbour (    -- learnt from all that: what leads to what; pages look it up
    kind    TEXT NOT NULL,           -- 'next', 'goes_with', 'similar', 'popular'
    product TEXT NOT NULL,           -- 'popular': a category, or '' for the shop
    list    TEXT NOT NULL,           -- JSON: struct neighbour of data/neighbour.h, best first
    PRIMARY KEY (kind, product)
);

-- ---- work on its way -------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS item (
    id         BIGINT PRIMARY KEY,
    batch      BIGINT NOT NULL,
    kind       TEXT NOT NULL,        -- capability: 'copy.describe'
    entity     TEXT NOT NULL,        -- what it is about: 'product'
    subject    TEXT NOT NULL,        -- its id
    state      BIGINT NOT NULL,      -- enum state of data/item.h; only item_move() writes it
    input      TEXT NOT NULL,        -- JSON of the capability's in
    output     TEXT,                 -- JSON of its out
    doubts     TEXT,                 -- JSON list of sentences: why a person must look
    confidence DOUBLE PRECISION,     -- 0..1 from the verifier
    risk       TEXT,                 -- 'low', 'medium', 'high': from policy
    why        TEXT,                 -- last failure, one sentence
    tries      BIGINT NOT NULL DEFAULT 0, -- failures in this state
    due_ms     BIGINT NOT NULL,      -- not before
    lease      TEXT,                 -- process working on it now
    lease_ms   BIGINT NOT NULL DEFAULT 0, -- the lease ends
    seed       BIGINT NOT NULL,
    created_ms BIGINT NOT NULL,
    moved_ms   BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS item_due ON item (state, due_ms, id);
CREATE INDEX IF NOT EXISTS item_kind_due ON item (state, kind, due_ms, id);
CREATE INDEX IF NOT EXISTS item_lease ON item (lease) WHERE lease IS NOT NULL;
CREATE INDEX IF NOT EXISTS item_batch ON item (batch, state, due_ms, id);
CREATE INDEX IF NOT EXISTS item_subject ON item (entity, subject);
CREATE TABLE IF NOT EXISTS move (         -- the audit trail; explain reads it
    item       BIGINT NOT NULL,
    seq        BIGINT NOT NULL,      -- 1, 2, … within the item
    from_state BIGINT NOT NULL,
    to_state   BIGINT NOT NULL,
    at_ms      BIGINT NOT NULL,
    actor      TEXT NOT NULL,        -- 'mind', 'ship', 'policy:auto', 'person:anna'
    because    TEXT NOT NULL,
    PRIMARY KEY (item, seq)
);
CREATE TABLE IF NOT EXISTS finding (      -- what verification said of each claim
    item    BIGINT NOT NULL,
    pos     BIGINT NOT NULL,
    field   TEXT NOT NULL,
    text    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    verdict TEXT NOT NULL,
    fact    TEXT,
    source  TEXT,
    span_from BIGINT NOT NULL,       -- bytes in the field's text
    span_to BIGINT NOT NULL,
    PRIMARY KEY (item, pos)
);
CREATE TABLE IF NOT EXISTS change (       -- one field that an item would change or changed
    item       BIGINT NOT NULL,
    pos        BIGINT NOT NULL,
    entity     TEXT NOT NULL,
    id         TEXT NOT NULL,
    field      TEXT NOT NULL,
    locale     TEXT NOT NULL,
    format     TEXT NOT NULL,
    before     TEXT,                 -- what the shop showed when the item was published; NULL: empty
    after      TEXT NOT NULL,        -- proposed, as edited by the reviewer
    edited_by  TEXT,                 -- the person who edited the proposal
    state      TEXT NOT NULL,        -- 'proposed', 'live', 'restored', 'kept' (a later edit stood)
    PRIMARY KEY (item, pos)
);
CREATE TABLE IF NOT EXISTS reading (      -- what the trial of a batch against its held-out products said on a day
    batch   BIGINT NOT NULL,
    kind    TEXT NOT NULL,
    day     BIGINT NOT NULL,         -- since 1970-01-01 UTC
    verdict TEXT NOT NULL,           -- 'better', 'worse', 'open', 'none'
    because TEXT NOT NULL,
    PRIMARY KEY (batch, kind, day)
);
CREATE TABLE IF NOT EXISTS outbox (       -- effects on the world, once each
    id         BIGINT PRIMARY KEY,
    item       BIGINT NOT NULL,
    change_pos BIGINT NOT NULL,
    channel    TEXT NOT NULL,
    key        TEXT NOT NULL UNIQUE, -- idempotency key: item, position, channel, do or undo
    action     TEXT NOT NULL,        -- 'publish', 'undo'
    target     TEXT NOT NULL,        -- what it writes to: rows of one target go in order
    body       TEXT NOT NULL,        -- JSON: struct effect, what to write
    before     TEXT,                 -- what the shop showed before it was sent; NULL: empty
    state      TEXT NOT NULL,        -- 'waiting', 'sent', 'done', 'kept', 'failed'
    tries      BIGINT NOT NULL DEFAULT 0,
    due_ms     BIGINT NOT NULL,
    lease      TEXT,
    lease_ms   BIGINT NOT NULL DEFAULT 0,
    receipt    TEXT,                 -- what the shop answered
    readback   TEXT,                 -- what the shop showed afterwards
    why        TEXT,
    at_ms      BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS outbox_due ON outbox (state, due_ms);
CREATE INDEX IF NOT EXISTS outbox_item ON outbox (item);
CREATE INDEX IF NOT EXISTS outbox_target ON outbox (target, channel, id);

-- ---- who decides ------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS policy (       -- first match by pos decides
    pos        BIGINT PRIMARY KEY,
    kind       TEXT NOT NULL,        -- capability or '*'
    risk       TEXT NOT NULL,        -- 'low', 'medium', 'high' or '*'
    confidence DOUBLE PRECISION NOT NULL, -- at least this
    doubts     BIGINT NOT NULL,      -- 1: also when there are doubts
    action     TEXT NOT NULL,        -- 'auto', 'review', 'block'
    note       TEXT
);
CREATE TABLE IF NOT EXISTS setting (
    name  TEXT PRIMARY KEY,          -- 'copy.describe', 'shop', 'brand', 'openai'
    value TEXT NOT NULL,             -- JSON object
    at_ms BIGINT NOT NULL,
    by    TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS person (
    name     TEXT PRIMARY KEY,
    role     TEXT NOT NULL,          -- 'viewer', 'editor', 'admin'
    password TEXT,                   -- argon2id; NULL: token only
    at_ms    BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS token (
    hash       TEXT PRIMARY KEY,     -- BLAKE2b of the token, hex
    person     TEXT NOT NULL,
    role       TEXT NOT NULL,
    kind       TEXT NOT NULL,        -- 'api', 'session', 'once' (a sign-in link)
    csrf       TEXT,
    expires_ms BIGINT NOT NULL,
    at_ms      BIGINT NOT NULL
);

-- ---- wishes of the web process, which may not write work itself ---------------------------------

CREATE TABLE IF NOT EXISTS wish (
    id     BIGINT PRIMARY KEY,
    kind   TEXT NOT NULL,            -- 'verdict', 'generate', 'merchandise', 'undo', 'import', 'setting', 'quarantine', 'policy'
    body   TEXT NOT NULL,            -- JSON of the record of that kind in data/wish.h
    person TEXT NOT NULL,
    state  TEXT NOT NULL,            -- 'new', 'done', 'refused'
    why    TEXT,
    batch  BIGINT,                   -- the batch it made
    at_ms  BIGINT NOT NULL,
    done_ms BIGINT
);
CREATE INDEX IF NOT EXISTS wish_state ON wish (state, at_ms);

-- ---- evidence ----------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS ledger (       -- a hash chain: data/ledger.h; its head stands in meta as 'ledger'
    seq     BIGINT PRIMARY KEY,      -- 1, 2, … without gaps
    at_ms   BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    what    TEXT NOT NULL,
    subject TEXT NOT NULL,
    body    TEXT NOT NULL,           -- JSON
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS ledger_subject ON ledger (subject);
CREATE TABLE IF NOT EXISTS spend (        -- what outside models cost
    day    TEXT NOT NULL,            -- '2026-11-21' UTC
    job    TEXT NOT NULL,            -- capability
    backend TEXT NOT NULL,
    calls  BIGINT NOT NULL,
    tokens_in BIGINT NOT NULL,
    tokens_out BIGINT NOT NULL,
    cost_micro BIGINT NOT NULL,
    PRIMARY KEY (day, job, backend)
);
CREATE TABLE IF NOT EXISTS partial (      -- what a model has written so far, for eyes only
    item  BIGINT PRIMARY KEY,
    text  TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE TABLE IF NOT EXISTS heartbeat (    -- which processes live
    process TEXT PRIMARY KEY,
    pid     BIGINT NOT NULL,
    limits  TEXT NOT NULL,           -- 'seccomp+landlock', 'none: kernel without landlock'
    at_ms   BIGINT NOT NULL
);
