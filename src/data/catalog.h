/* data/catalog.h - the shop's products in the database: one save, one load, whoever brings them.
 *
 * A file, a webhook and a shop's API all end in product_save(). It is idempotent: what is already there,
 * by a hash over everything that was brought, is not written again.
 */
#pragma once
#include "data/product.h"

enum saved { SAVED_SAME, SAVED_NEW, SAVED_CHANGED };

/* Write product, variants and attributes, in one step. `how` may be NULL. REJECT names the field that is wrong.
 * Ids that a shop gave (remote_id) are kept; so are facts read from the description, while it stays as it is. */
MUST enum status product_save(struct ctx *c, const struct product *p, struct str channel, int64_t batch, enum saved *how);

/* As it would be loaded again: the price shown, each variant's currency, facts without those read from the text. */
struct product product_as_stored(struct ctx *c, const struct product *p);

/* The whole product, facts with their sources. REJECT when there is none. */
MUST enum status product_load(struct ctx *c, struct str id, struct product *out);
MUST enum status product_find(struct ctx *c, struct str id, struct product *out, bool *found);

/* Ids in order, those of gone products left out: `limit` of them after `after` ("" : from the start). */
MUST enum status product_list(struct ctx *c, struct str after, int64_t limit, struct strs *ids);
MUST enum status product_count(struct ctx *c, int64_t *n);

/* Facts read from the product's own description: replace those stored, whose source is "description:…". `hash`: the product's when it was
 * read; one that has changed since is left as it is, to be read again. */
MUST enum status product_hash_now(struct ctx *c, struct str id, struct str *hash);
MUST enum status product_facts_save(struct ctx *c, struct str id, struct str hash, const struct attribute *at, size_t n);

/* Products whose description has not been read as it stands now: `limit` of them. */
MUST enum status product_unread(struct ctx *c, int64_t limit, struct strs *ids);

/* Flag a product that its source no longer has, or take the flag off again. */
MUST enum status product_gone(struct ctx *c, struct str id, bool gone);

/* Where a fact read from the description, not from a field, says it comes from. */
bool attribute_is_read(const struct attribute *a);
