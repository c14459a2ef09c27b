/* intelligence/answer/search/shelf.h - a catalogue held in memory to be searched, by many threads at once.
 *
 *   TRY(shelf_open(c, &s));                       once, when the process starts
 *   TRY(shelf_refresh(c, s, NULL));               now and then; cheap where nothing changed
 *   TRY(shelf_search(c, s, &question, &answer));  as often as wanted, on any thread
 *
 * Each call looks at one state of the catalogue, and that state lives as long as the caller's arena: what an answer points to
 * stays valid though the shelf be refreshed meanwhile.
 */
#pragma once
#include "intelligence/answer/search/meaning.h"
#include "intelligence/answer/search/search_answer.h"

struct shelf;

/* Products that are like one, or like one with something changed. */
struct similar_question {
    struct str product; /* its id */
    struct str change;  /* absent, or what shall be otherwise: "in pastel", "red", "under $50", "without leather" */
    struct str currency;
    const struct strs *removed; /* labels of chips taken away; or NULL */
    size_t k;
};

/* Read the products of the shop, and what the shop has learnt, through c->db. The shelf has memory of its own. */
MUST enum status shelf_open(struct ctx *c, struct shelf **out);

/* The same of products at hand, with no database. `language`: of those that name none; absent: en. */
struct shelf *shelf_make(struct ctx *c, const struct product *p, size_t n, struct str language);

/* The same with meanings: `rows` of `by` for the products (made unit and centred here). */
struct shelf *shelf_make_meant(struct ctx *c, const struct product *p, size_t n, struct str language, struct str by, struct meaning_rows *rows);

/* Read again if the shop's products changed; *changed (or NULL) says whether they did. One thread at a time; the others go on. */
MUST enum status shelf_refresh(struct ctx *c, struct shelf *s, bool *changed);
void shelf_close(struct shelf *s); /* answers in use stay valid */

/* Answer a query. An empty query with filters lists what keeps them; without, all there is. */
MUST enum status shelf_search(struct ctx *c, struct shelf *s, const struct search_question *q, struct search_answer *out);

/* What someone who has typed so far may want to ask: whole queries, likeliest first. */
void shelf_suggest(struct ctx *c, struct shelf *s, struct str typed, size_t most, struct strs *out);

/* The products that look most like a photo; `photo` by shelf_looked(). q: limits and words typed beside it, filters, order, page.
 * REJECT: no picture of the shop was looked at yet. */
MUST enum status shelf_photo(struct ctx *c, struct shelf *s, const struct look *photo, const struct search_question *q, struct search_answer *out);

/* How many products can be found by their pictures, and by which capability. */
size_t shelf_looked(struct ctx *c, struct shelf *s, struct str *by);

/* The same with filters, order and pages, and facets in the answer; q->query says what shall be otherwise. */
MUST enum status shelf_like(struct ctx *c, struct shelf *s, struct str product, const struct search_question *q, struct search_answer *out);

/* The products most like one: by pictures too, where there are any. REJECT: there is no such product. */
MUST enum status shelf_similar(struct ctx *c, struct shelf *s, const struct similar_question *q, struct search_answer *out);

/* How many products can be found by what they mean, and by which capability. */
size_t shelf_meant(struct ctx *c, struct shelf *s, struct str *by);

/* The products themselves, as columns; and with what is known of them besides. */
const struct search_index *shelf_index(struct ctx *c, struct shelf *s);
const struct search_index *shelf_mind(struct ctx *c, struct shelf *s, const struct search_mind **mind);
int32_t shelf_find(const struct search_index *x, struct str id); /* number of a product in x->doc; TERM_NONE: not there */
