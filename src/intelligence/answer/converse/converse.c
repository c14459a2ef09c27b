/* intelligence/answer/converse/converse.c - one turn: what is wanted is told apart, in an order in which the surer goes first. */
#include "intelligence/answer/converse/converse.h"
#include "intelligence/answer/converse/converse_ask.h"
#include "intelligence/answer/converse/converse_fact.h"
#include "intelligence/answer/converse/converse_say.h"
#include "intelligence/answer/converse/converse_shop.h"
#include "intelligence/answer/converse/converse_want.h"
#include "intelligence/answer/look/look_answer.h"
#include "intelligence/answer/look/look_change.h"

struct turn {
    struct ctx *c;
    const struct talk_shop *shop;
    struct heard h;
    struct talk_state *s; /* of the answer */
    struct talk_answer *out;
};

static const struct product *product_of(const struct turn *t, struct str id)
{
    return t->shop->product(t->c, t->shop->arg, id);
}

static void tell(struct turn *t, const char *intent, struct str sentence)
{
    struct str had = t->out->reply;
    t->out->intent = str_z(intent);
    t->out->reply = had.n ? str_fmt(t->c, "%s %s", had.p, sentence.p) : sentence;
}

static struct strs strs_copy(struct ctx *c, const struct strs *from)
{
    struct strs all = {0};
    for (size_t i = 0; i < from->n; i++)
        strs_add(c, &all, from->at[i]);
    return all;
}

/* With lists of its own: the caller's stay as they are. */
static struct talk_state state_copy(struct ctx *c, const struct talk_state *from)
{
    struct talk_state s = *from;
    s.limits.at = NULL, s.limits.n = 0;
    for (size_t i = 0; i < from->limits.n; i++)
        *LIST_ADD(c, &s.limits) = from->limits.at[i];
    s.shown = strs_copy(c, &from->shown);
    s.done = strs_copy(c, &from->done);
    return s;
}

/* ---- showing products ------------------------------------------------------------------------------------------------- */

static void show(struct turn *t, struct str id, struct str why)
{
    const struct product *p = product_of(t, id);
    if (!p)
        return;
    struct talk_product *one = LIST_ADD(t->c, &t->out->products);
    *one = (struct talk_product){.id = p->id,
                                 .title = p->title,
                                 .why = why,
                                 .price = product_price(p),
                                 .currency = p->currency,
                                 .image = p->images.n ? p->images.at[0] : (struct str){0}};
    for (size_t i = 0; i < p->variants.n; i++) {
        const struct variant *v = &p->variants.at[i];
        if (v->price != NONE && (one->price == NONE || v->price < one->price))
            one->price = v->price;
        one->currency = one->currency.n ? one->currency : v->currency;
    }
}

static struct str labels(struct ctx *c, const struct talk_state *s)
{
    struct strs all = {0};
    if (s->subject.n)
        strs_add(c, &all, s->subject);
    for (size_t i = 0; i < s->limits.n; i++)
        if (s->limits.at[i].exclude || !str_has(s->subject, s->limits.at[i].label)) /* said by the subject already */
            strs_add(c, &all, s->limits.at[i].label);
    return str_join(c, &all, STR(", "));
}

/* Which one limit to give up, and what that would give. */
static void rescue(struct turn *t)
{
    enum { MOST = 2 };
    size_t told = 0;
    for (size_t i = 0; i < t->s->limits.n; i++)
        if (t->s->limits.at[i].currency.n && !str_eq_case(t->s->limits.at[i].currency, t->shop->currency))
            tell(t, "nothing", say(t->c, SAY_CURRENCY, t->h.language, t->shop->currency));
    for (size_t i = 0; i < t->s->limits.n && told < MOST; i++) {
        struct talk_state less = *t->s;
        struct search_hits h;
        less.limits.at = NEW_ARRAY(t->c, struct talk_limit, t->s->limits.n);
        less.limits.n = 0;
        for (size_t k = 0; k < t->s->limits.n; k++)
            if (k != i)
                less.limits.at[less.limits.n++] = t->s->limits.at[k];
        want_find(t->c, t->shop, &less, 0, &h);
        if (!h.total)
            continue;
        told++;
        tell(t, "nothing",
             say(t->c, SAY_RESCUE, t->h.language, t->s->limits.at[i].label, str_fmt(t->c, "%zu", h.total)));
    }
}

static void found_say(struct turn *t, const struct search_hits *h, size_t shown)
{
    struct ctx *c = t->c;
    struct strs titles = {0};
    for (size_t i = 0; i < t->out->products.n; i++)
        strs_add(c, &titles, t->out->products.at[i].title);
    struct str total = str_fmt(c, "%zu", h->total), n = str_fmt(c, "%zu", shown),
               names = str_join(c, &titles, STR(", "));
    if (h->total == 1)
        tell(t, "search",
             say(c, SAY_FOUND_ONE, t->h.language, t->out->products.n ? t->out->products.at[0].title : STR("")));
    else if (shown < h->total)
        tell(t, "search", say(c, SAY_FOUND, t->h.language, total, n, names));
    else
        tell(t, "search", say(c, SAY_FOUND_ALL, t->h.language, total, names));
}

static void offer(struct turn *t, bool may_ask)
{
    struct ctx *c = t->c;
    struct search_hits h;
    size_t from = (size_t)t->s->from;
    want_find(c, t->shop, t->s, t->shop->k + from, &h);
    t->out->total = (int64_t)h.total;
    if (!h.total) {
        tell(t, "nothing", say(c, SAY_NOTHING, t->h.language, labels(c, t->s)));
        rescue(t);
        return;
    }
    if (from >= h.n) {
        tell(t, "more", say(c, SAY_NO_MORE, t->h.language));
        t->s->from = 0;
        return;
    }
    t->s->shown = (struct strs){0};
    for (size_t i = from; i < h.n; i++) {
        show(t, t->shop->x->doc[h.at[i].doc].id, labels(c, t->s));
        strs_add(c, &t->s->shown, t->shop->x->doc[h.at[i].doc].id);
    }
    t->s->about = h.total == 1 ? t->s->shown.at[0] : (struct str){0};
    found_say(t, &h, t->s->shown.n);
    t->out->question = may_ask && h.total > t->shop->k ? ask_best(c, t->shop, t->s, &h, t->h.language) : NULL;
    if (t->out->question) {
        t->s->asked = t->out->question->attribute;
        strs_add(c, &t->s->done, t->s->asked);
        tell(t, "search", t->out->question->text);
    }
}

/* ---- the cart ------------------------------------------------------------------------------------------------------------ */

static struct str variant_name(struct ctx *c, const struct product *p, const struct variant *v)
{
    return v->sku.n ? v->sku : str_fmt(c, "#%d", (int)(v - p->variants.at));
}

/* Options of a variant that the message names. */
static size_t named_options(const struct turn *t, const struct variant *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->options.n; i++) {
        const struct attribute *a = &v->options.at[i];
        struct str value = search_folded(t->c, a->value),
                   with = search_folded(t->c, str_fmt(t->c, "%.*s %.*s", FMT(a->value), FMT(a->unit)));
        struct str joined = search_folded(t->c, str_fmt(t->c, "%.*s%.*s", FMT(a->value), FMT(a->unit)));
        n +=
            heard_phrase(&t->h, with, false) || heard_phrase(&t->h, joined, false) || heard_phrase(&t->h, value, false);
    }
    return n + (v->sku.n && str_has_case(t->h.text, v->sku) ? 100 : 0);
}

/* The one variant that the message means; NULL: several are as good. */
static const struct variant *variant_chosen(const struct turn *t, const struct product *p)
{
    const struct variant *best = NULL;
    size_t most = 0, same = 0;
    for (size_t i = 0; i < p->variants.n; i++) {
        size_t n = named_options(t, &p->variants.at[i]);
        same = n > most ? 1 : n == most ? same + 1 : same;
        if (n > most || !best)
            best = &p->variants.at[i], most = n > most ? n : most;
    }
    return p->variants.n == 1 || same == 1 ? best : NULL;
}

static void choices_offer(struct turn *t, const struct product *p)
{
    enum { MOST = 12 };
    struct ctx *c = t->c;
    struct strs names = {0};
    struct talk_question *q = NEW(c, struct talk_question);
    *q = (struct talk_question){.attribute = STR("variant")};
    for (size_t i = 0; i < p->variants.n && q->choices.n < MOST; i++) {
        const struct variant *v = &p->variants.at[i];
        struct str label = v->title.n ? v->title : variant_name(c, p, v);
        if (!variant_has_stock(v))
            continue;
        *LIST_ADD(c, &q->choices) = (struct talk_choice){label, 1};
        strs_add(c, &names, label);
    }
    t->s->choosing = p->id;
    t->s->quantity = t->h.quantity;
    q->text = say(c, SAY_CHOOSE, t->h.language, p->title, str_join(c, &names, STR(", ")));
    t->out->question = q;
    tell(t, "choose", q->text);
}

static void add(struct turn *t, struct str id, int64_t quantity)
{
    const struct product *p = product_of(t, id);
    if (!p)
        return;
    const struct variant *v = variant_chosen(t, p);
    int64_t stock = product_stock(p);
    show(t, id, (struct str){0});
    t->s->about = id;
    if (stock == 0 || (v && !variant_has_stock(v))) {
        tell(t, "cart",
             say(t->c, SAY_SOLD_OUT, t->h.language,
                 v && v->title.n ? str_fmt(t->c, "%.*s, %.*s", FMT(p->title), FMT(v->title)) : p->title));
        return;
    }
    if (p->variants.n && !v) {
        choices_offer(t, p);
        return;
    }
    t->s->choosing = (struct str){0};
    *LIST_ADD(t->c, &t->out->actions) =
        (struct talk_action){STR("cart.add"), id, v ? variant_name(t->c, p, v) : STR(""), quantity};
    struct str name = v && v->title.n ? str_fmt(t->c, "%.*s (%.*s)", FMT(p->title), FMT(v->title)) : p->title;
    tell(t, "cart", say(t->c, SAY_ADD, t->h.language, str_fmt(t->c, "%lld", (long long)quantity), name));
}

/* The variant of a product that is being put into the cart. */
static bool choosing(struct turn *t)
{
    const struct product *p = t->s->choosing.n ? product_of(t, t->s->choosing) : NULL;
    const struct variant *v = p ? variant_chosen(t, p) : NULL;
    if (!v || !named_options(t, v)) {
        bool left = p && v && str_eq_case(str_trim(t->h.text), v->title);
        if (!left)
            return t->s->choosing = (struct str){0}, false;
    }
    add(t, p->id, t->s->quantity > 0 ? t->s->quantity : 1);
    return true;
}

static bool cart(struct turn *t)
{
    const struct heard *h = &t->h;
    bool meant = h->refs.n && (h->pointed || h->has[CUE_it] || h->has[CUE_these]);
    if (h->has[CUE_drop] && h->has[CUE_cart] && h->refs.n) {
        for (size_t i = 0; i < h->refs.n; i++) {
            const struct product *p = product_of(t, h->refs.at[i]);
            *LIST_ADD(t->c, &t->out->actions) = (struct talk_action){STR("cart.remove"), h->refs.at[i], STR(""), 0};
            if (p)
                tell(t, "cart", say(t->c, SAY_DROP, h->language, p->title));
        }
        return true;
    }
    if ((h->has[CUE_add] || h->has[CUE_take] || (h->has[CUE_cart] && meant)) && meant) {
        for (size_t i = 0; i < h->refs.n; i++)
            add(t, h->refs.at[i], h->quantity);
        return true;
    }
    if (h->has[CUE_cart] && h->has[CUE_add]) {
        struct str about = t->s->about.n ? t->s->about : t->s->shown.n == 1 ? t->s->shown.at[0] : t->shop->here;
        if (about.n)
            add(t, about, h->quantity);
        else
            tell(t, "cart", say(t->c, SAY_WHICH, h->language));
        return true;
    }
    if (!h->has[CUE_cart] || h->has[CUE_drop])
        return false;
    *LIST_ADD(t->c, &t->out->actions) = (struct talk_action){STR("cart.show"), STR(""), STR(""), 0};
    tell(t, "cart", say(t->c, SAY_CART, h->language));
    return true;
}

/* ---- questions --------------------------------------------------------------------------------------------------------------- */

static bool compare(struct turn *t)
{
    enum { MOST = 4 };
    const struct product *p[MOST];
    size_t n = 0;
    struct strs titles = {0}, ids = t->h.refs.n > 1 ? t->h.refs : (struct strs){0};
    if (!t->h.has[CUE_compare])
        return false;
    struct str about = t->s->about.n     ? t->s->about
                       : t->shop->here.n ? t->shop->here
                       : t->s->shown.n   ? t->s->shown.at[0]
                                         : (struct str){0};
    if (!ids.n && t->h.refs.n == 1 && about.n && !str_eq(about, t->h.refs.at[0])) {
        strs_add(t->c, &ids, about);
        strs_add(t->c, &ids, t->h.refs.at[0]);
    }
    ids = ids.n ? ids : t->s->shown;
    for (size_t i = 0; i < ids.n && n < MOST; i++) {
        p[n] = product_of(t, ids.at[i]);
        if (!p[n])
            continue;
        show(t, ids.at[i], (struct str){0});
        strs_add(t->c, &titles, p[n++]->title);
    }
    if (n < 2) {
        tell(t, "compare", say(t->c, SAY_NEED_TWO, t->h.language));
        return true;
    }
    t->out->comparison = fact_table(t->c, p, n, t->h.language);
    tell(t, "compare", say(t->c, SAY_COMPARE, t->h.language, str_join(t->c, &titles, STR(", "))));
    return true;
}

static bool answer_one(struct turn *t, struct str id, bool only_stated)
{
    struct talk_fact f;
    const struct product *p = product_of(t, id);
    if (!p)
        return false;
    bool *used = NEW_ARRAY(t->c, bool, t->h.w.n + 1); /* each product is asked the whole question */
    memcpy(used, t->h.used, t->h.w.n * sizeof *used);
    struct heard h = t->h;
    h.used = used;
    struct str said = fact_answer(t->c, t->shop, &h, p, &f);
    if (only_stated && !f.value.n)
        return false;
    show(t, id, (struct str){0});
    if (f.value.n)
        *LIST_ADD(t->c, &t->out->facts) = f;
    t->s->about = id;
    tell(t, "answer", said);
    return true;
}

static bool question(struct turn *t)
{
    enum { MOST = 3 };
    const struct heard *h = &t->h;
    struct str about = t->s->about.n ? t->s->about : t->shop->here;
    bool did = false;
    if (!h->asks || h->has[CUE_find] || h->has[CUE_cheaper] || h->has[CUE_dearer])
        return false;
    for (size_t i = 0; i < h->refs.n && i < MOST; i++)
        did |= answer_one(t, h->refs.at[i], false);
    return did || (about.n && !h->refs.n && answer_one(t, about, true));
}

/* Some product says a word that is left. */
static bool has_known(const struct turn *t)
{
    struct search_asked a;
    bool known = false;
    search_ask(t->c, t->shop->x, heard_rest(t->c, &t->h), t->shop->currency, NULL, &a);
    for (size_t i = 0; i < a.terms.n; i++)
        known |= !a.terms.at[i].small && a.terms.at[i].term.n && !a.terms.at[i].mended;
    return known;
}

/* "Any discount?", "can I return it?": of the shop, a warranty of the product we talk about where its facts say so; never a search. */
static bool service(struct turn *t)
{
    const struct heard *h = &t->h;
    bool *before = NEW_ARRAY(t->c, bool, h->w.n + 1);
    memcpy(before, h->used, h->w.n * sizeof *before);
    int topic = shop_asked(h);
    if (topic == SHOP_NOTHING || (!h->asks && (h->has[CUE_add] || h->has[CUE_take] || has_known(t))))
        return memcpy(h->used, before, h->w.n * sizeof *before), false;
    struct str about = h->refs.n ? h->refs.at[0] : t->s->about.n ? t->s->about : t->shop->here;
    struct talk_fact f;
    memcpy(h->used, before, h->w.n * sizeof *before);
    if (about.n && shop_of_goods(topic) && answer_one(t, about, true))
        return true;
    struct str said = shop_answer(t->c, topic, h->language, &f);
    if (f.value.n)
        *LIST_ADD(t->c, &t->out->facts) = f;
    tell(t, "service", said);
    return true;
}

/* The cheapest or dearest of what is wanted, with its price; false: none has one. */
static bool extreme_tell(struct turn *t, bool cheap)
{
    struct search_hits h;
    int64_t best = NONE;
    struct str id = {0};
    want_find(t->c, t->shop, t->s, 0, &h);
    for (size_t i = 0; i < h.total; i++) {
        const struct search_column *d = &t->shop->x->doc[h.all[i]];
        int64_t p = cheap ? d->price : d->dear;
        if (p != NONE && (best == NONE || (cheap ? p < best : p > best)))
            best = p, id = d->id;
    }
    const struct product *p = best == NONE ? NULL : product_of(t, id);
    if (!p)
        return false;
    show(t, id, (struct str){0});
    t->out->total = (int64_t)h.total;
    t->s->about = id;
    if (!t->s->shown.n)
        strs_add(t->c, &t->s->shown, id);
    struct str price = money_text(t->c, best, p->currency.n ? p->currency : t->shop->currency);
    *LIST_ADD(t->c, &t->out->facts) =
        (struct talk_fact){id, STR("price"), price, p->variants.n ? STR("variants") : STR("price")};
    tell(t, "extreme",
         say_(t->c, cheap ? SAY_CHEAPEST : SAY_DEAREST, t->h.language, (const struct str[]){p->title, price}, 2));
    return true;
}

static bool extreme(struct turn *t)
{
    if (!t->h.has[CUE_cheapest] && !t->h.has[CUE_dearest])
        return false;
    want_change(t->c, t->shop, &t->h, t->s);
    want_bind(t->c, t->shop, t->s);
    if (!extreme_tell(t, t->h.has[CUE_cheapest]))
        offer(t, true);
    return true;
}

static bool by_price(struct turn *t)
{
    struct search_hits h;
    if (!t->h.has[CUE_cheaper] && !t->h.has[CUE_dearer])
        return false;
    want_change(t->c, t->shop, &t->h, t->s);
    want_bind(t->c, t->shop, t->s);
    struct talk_state before = state_copy(t->c, t->s);
    if (!want_price(t->c, t->shop, &t->h, t->s)) {
        offer(t, true);
        return true;
    }
    want_find(t->c, t->shop, t->s, 0, &h);
    if (h.total) {
        offer(t, false);
        return true;
    }
    *t->s = before;
    tell(t, "nothing", say_(t->c, t->h.has[CUE_cheaper] ? SAY_NONE_CHEAPER : SAY_NONE_DEARER, t->h.language, NULL, 0));
    extreme_tell(t, t->h.has[CUE_cheaper]);
    return true;
}

/* ---- small talk ----------------------------------------------------------------------------------------------------------------- */

static bool is_empty(struct turn *t)
{
    struct search_words w = search_words(t->c, t->shop->x->stem, heard_rest(t->c, &t->h));
    return w.n == 0;
}

static bool pleasantry(struct turn *t)
{
    static const struct {
        enum cue cue;
        enum say say;
        const char *intent;
    } all[] = {{CUE_human, SAY_HUMAN, "human"},
               {CUE_help, SAY_HELP, "help"},
               {CUE_hello, SAY_HELLO, "hello"},
               {CUE_thanks, SAY_THANKS, "thanks"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (t->h.has[all[i].cue] && (all[i].cue == CUE_human || is_empty(t))) {
            tell(t, all[i].intent, say_(t->c, all[i].say, t->h.language, NULL, 0));
            return true;
        }
    return false;
}

static bool reset(struct turn *t)
{
    if (!t->h.has[CUE_reset])
        return false;
    *t->s = (struct talk_state){.turns = t->s->turns, .language = t->s->language};
    if (!is_empty(t))
        return false;
    tell(t, "reset", say(t->c, SAY_RESET, t->h.language));
    return true;
}

static bool more(struct turn *t)
{
    if ((!t->h.has[CUE_more] && !t->h.has[CUE_none]) || !is_empty(t) || !t->s->shown.n)
        return false;
    t->s->from += (int64_t)t->shop->k;
    offer(t, t->h.has[CUE_none]);
    return true;
}

/* What "this" is: the product that is named, that we talk about, whose page is open, or that was shown alone. */
static struct str meant_here(const struct turn *t)
{
    return t->h.refs.n        ? t->h.refs.at[0]
           : t->s->about.n    ? t->s->about
           : t->shop->here.n  ? t->shop->here
           : t->s->shown.n == 1 ? t->s->shown.at[0]
                              : (struct str){0};
}

static void likes_show(struct turn *t, const struct search_answer *a)
{
    struct strs titles = {0};
    t->s->shown = (struct strs){0};
    t->out->total = a->total;
    for (size_t i = 0; i < a->hits.n; i++) {
        show(t, a->hits.at[i].id, a->hits.at[i].why);
        strs_add(t->c, &t->s->shown, a->hits.at[i].id);
        strs_add(t->c, &titles, a->hits.at[i].title);
    }
    struct str total = str_fmt(t->c, "%lld", (long long)a->total), names = str_join(t->c, &titles, STR(", "));
    if (a->total == 1)
        tell(t, "like", say(t->c, SAY_FOUND_ONE, t->h.language, names));
    else if ((int64_t)a->hits.n < a->total)
        tell(t, "like", say(t->c, SAY_FOUND, t->h.language, total, str_fmt(t->c, "%zu", a->hits.n), names));
    else
        tell(t, "like", say(t->c, SAY_FOUND_ALL, t->h.language, total, names));
}

/* "like this, but in pastel": by the picture and what is stated; each product's reason says which of the two told its colour. */
static bool like(struct turn *t)
{
    struct ctx *c = t->c;
    struct look_change change;
    struct search_answer a = {0};
    look_change_read(c, t->h.text, true, NULL, &change);
    struct str about = change.refers ? meant_here(t) : (struct str){0};
    int32_t doc = about.n ? shelf_find(t->shop->x, about) : TERM_NONE;
    if (doc == TERM_NONE || (!change.wants.n && !change.cheaper && !change.rest.n))
        return false;
    struct search_question q = {.query = t->h.text, .currency = t->shop->currency, .sort = STR("best"), .k = t->shop->k, .bare = true};
    look_like_page(c, t->shop->x, t->shop->mind, t->shop->room, (uint32_t)doc, &q, &a);
    for (size_t i = 0; i < a.chips.n; i++)
        *LIST_ADD(c, &t->out->chips) = (struct talk_chip){a.chips.at[i].label, a.chips.at[i].kind, a.chips.at[i].exclude};
    t->s->about = about;
    if (a.hits.n) {
        likes_show(t, &a);
        return true;
    }
    struct strs wanted = {0};
    for (size_t i = 0; i < a.chips.n; i++)
        strs_add(c, &wanted, a.chips.at[i].label);
    tell(t, "nothing", say(c, SAY_NOTHING, t->h.language, wanted.n ? str_join(c, &wanted, STR(", ")) : change.rest));
    for (size_t i = 0; i < a.rescue.n; i++)
        tell(t, "nothing", say(c, SAY_RESCUE, t->h.language, a.rescue.at[i].without, str_fmt(c, "%lld", (long long)a.rescue.at[i].total)));
    return true;
}

/* "the wooden one": a product is pointed at, and nothing else said. */
static bool point(struct turn *t)
{
    if (!t->h.pointed || !is_empty(t))
        return false;
    for (size_t i = 0; i < t->h.w.n; i++) /* a title may be what is looked for: look() searches for it */
        if (t->h.title[i])
            return false;
    for (size_t i = 0; i < t->h.refs.n; i++)
        show(t, t->h.refs.at[i], (struct str){0});
    if (!t->out->products.n)
        return false;
    t->s->about = t->h.refs.at[0];
    struct talk_product *p = &t->out->products.at[0];
    tell(t, "show",
         p->price == NONE ? p->title
                          : say_(t->c, SAY_PRICE, t->h.language,
                                 (const struct str[]){p->title, money_text(t->c, p->price, p->currency)}, 2));
    return true;
}

/* What is found is found by its meaning, too. */
static bool is_meant(const struct turn *t)
{
    struct search_hits h;
    if (!t->shop->mind || !t->shop->mind->m || !t->s->subject.n)
        return false;
    want_find(t->c, t->shop, t->s, 0, &h);
    return h.total > 0;
}

/* What the message is about, without the marks between its words. */
static struct str rest_words(struct turn *t)
{
    struct buf b = {0};
    struct str rest = heard_rest(t->c, &t->h);
    struct search_words w = search_words(t->c, t->shop->x->stem, rest);
    for (size_t i = 0; i < w.n; i++)
        if (!w.at[i].joined)
            buf_fmt(t->c, &b, "%s%.*s", b.n ? " " : "", FMT(str_part(rest, w.at[i].from, w.at[i].to)));
    return buf_str(&b);
}

static void look(struct turn *t)
{
    for (size_t i = 0; i < t->h.w.n; i++) /* a title that nothing was asked about is what is looked for */
        t->h.used[i] &= !t->h.title[i];
    bool nothing = !want_change(t->c, t->shop, &t->h, t->s) && !t->s->subject.n && !t->s->limits.n;
    if (nothing)
        t->s->subject = t->h.unknown = rest_words(t); /* no product says it; it may still mean one */
    bool meant = t->h.unknown.n && is_meant(t);
    if (nothing && !meant) {
        t->s->subject = (struct str){0};
        tell(t, "unknown", t->h.unknown.n ? say(t->c, SAY_UNKNOWN, t->h.language, t->h.unknown) : say(t->c, SAY_HELP, t->h.language));
        return;
    }
    if (t->h.unknown.n)
        tell(t, "search", say(t->c, meant ? SAY_UNKNOWN_NEAR : SAY_UNKNOWN, t->h.language, t->h.unknown));
    offer(t, true);
}

/* ---- all ------------------------------------------------------------------------------------------------------------------------ */

static void chips(struct turn *t)
{
    for (size_t i = 0; i < t->s->limits.n; i++)
        *LIST_ADD(t->c, &t->out->chips) =
            (struct talk_chip){t->s->limits.at[i].label, t->s->limits.at[i].kind, t->s->limits.at[i].exclude};
}

void talk(struct ctx *c, const struct talk_shop *shop, const struct talk_state *now, struct str message,
          struct talk_answer *out)
{
    static bool (*const ways[])(struct turn *) = {reset,    choosing,   service, like,     cart, compare, extreme,
                                                  by_price, pleasantry, more,    question, point};
    *out = (struct talk_answer){.state = NEW(c, struct talk_state), .ai = true, .reply = STR("")};
    struct turn t = {.c = c, .shop = shop, .s = out->state, .out = out};
    *t.s = state_copy(c, now);
    hear(c, shop, now, message, &t.h);
    t.s->turns++;
    t.s->language = out->language = lex_language_tag(t.h.language < LEX_LANGUAGES ? t.h.language : LEX_EN);
    bool done = false;
    for (size_t i = 0; i < sizeof ways / sizeof *ways && !done; i++)
        done = ways[i](&t);
    if (!done)
        look(&t);
    chips(&t);
}
