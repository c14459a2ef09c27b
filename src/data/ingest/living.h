/* data/ingest/living.h - what keeps the catalogue living: webhooks into the inbox, the inbox into the catalogue, a watched folder.
 *
 * The web process calls webhook_accept() and writes the inbox only. The process of the loop calls the two steps,
 * each of which does one piece of work and says whether there was one.
 *
 *   purvey settings set webhook '{"standard":["env:HOOK_SECRET"],"shopify":["file:/etc/purvey/shopify"],"woocommerce":[…]}'
 *   purvey settings set watch '{"folder":"/srv/exports","complete":true}'
 */
#pragma once
#include "core/server.h"
#include "core/sql.h"

enum { WEBHOOK_WINDOW_MS = 5 * 60 * 1000 }; /* how old a signed time may be (Standard Webhooks) */

struct webhook_answer {
    int code;            /* HTTP: 200 taken or known already, 400, 401, 404 not set up, 413 */
    struct str sentence; /* for the sender's log */
};

/* Check the signature by the header it comes with (webhook-signature, X-Shopify-Hmac-Sha256, X-WC-Webhook-Signature) and note
 * the body in the inbox, once. What is not OK is the database's or a secret that cannot be read. */
MUST enum status webhook_accept(struct ctx *c, const struct request *r, struct webhook_answer *out);

/* Take the oldest row of the inbox into the catalogue. */
MUST enum status ingest_inbox_step(struct ctx *c, bool *did);

/* Import one file of the watched folder that is new or has changed, once nobody has written to it for some seconds. */
MUST enum status ingest_watch_step(struct ctx *c, bool *did);

/* Note events of the shop's own pages: messages of Segment's vocabulary, one a line, without a batch. */
MUST enum status ingest_stream(struct ctx *c, struct str lines);
