/* intelligence/answer/service/service_find.c - which order a task is about, and which address it names. */
#include "intelligence/answer/service/service_plan.h"
#include "intelligence/answer/service/service_goods.h"
#include <ctype.h>

enum { ORDERS_READ = 12, ORDERS_SHOWN = 5 };

bool service_status_is(const struct json *order, const char *choices)
{
    return str_among(json_str(json_get(order, "status")), choices);
}

/* ---- which order ---------------------------------------------------------------------------------- */

static struct str without_sign(struct str s) { return s.n && s.p[0] == '#' ? str_part(s, 1, s.n) : s; }

static struct str order_called(const struct strs *own, struct str named)
{
    for (size_t i = 0; i < own->n; i++)
        if (str_eq_case(without_sign(own->at[i]), without_sign(named)))
            return own->at[i];
    struct str bare = without_sign(named), hit = {0};
    for (size_t i = 0; i < own->n && bare.n >= 3; i++)
        if (str_ends(own->at[i], bare)) {
            if (hit.p)
                return (struct str){0};
            hit = own->at[i];
        }
    return hit;
}

static const char *statuses_for(struct ctx *c, const struct service_task *t)
{
    static const struct { const char *intent, *statuses; } fit[] = {
        {"cancel", "pending"}, {"payment", "pending"}, {"address", "pending"}, {"return", "delivered"}, {"exchange", "pending|delivered"},
        {"damaged", "delivered|shipped"}, {"replace", "delivered|shipped"}, {"refund", "pending|delivered"},
        {"track", "pending|pending (item modified)|held|processed|shipped"}, {"refund_status", "cancelled|return requested|"
            "exchange requested|returned"},
    };
    struct service_words w = service_words_of(c, t->text);
    if (str_is(t->intent, "exchange") && (t->unsent || service_matches(&w, "pending|just ordered|just placed|not shipped|offene bestellung|"
        "noch nicht versandt|en attente|pendiente|in sospeso|openstaande")))
        return "pending";
    if (str_is(t->intent, "exchange") && service_matches(&w, "received|delivered|arrived|just got|erhalten|geliefert|angekommen|recu|livre*|"
        "recibi*|entregad*|ricevut*|consegnat*|ontvangen|bezorgd"))
        return "delivered";
    for (size_t i = 0; i < sizeof fit / sizeof *fit; i++)
        if (str_is(t->intent, fit[i].intent))
            return fit[i].statuses;
    return NULL;
}

/* The newest orders, all read at once. true: calls are on their way. */
bool service_orders_read(struct ctx *c, struct service_plan *p, const struct strs *own)
{
    size_t n = own->n < ORDERS_READ ? own->n : ORDERS_READ;
    for (size_t i = own->n - n; i < own->n; i++)
        if (!service_was_asked(p->v, "get_order", own->at[i]))
            service_call_add(c, p, "get_order", service_arguments(c, "order_id", own->at[i]), false);
    return p->out->calls.n > 0;
}

static void orders_ask(struct ctx *c, struct service_plan *p, struct service_task *t, const struct strs *ids)
{
    service_ask(c, p, t, "order", SERVICE_SAID(c, p->s->language, SAY_ask_order));
    for (size_t i = 0; i < ids->n && i < ORDERS_SHOWN && !p->s->escalated; i++) {
        const struct json *o = service_order(p->v, ids->at[i]);
        if (o)
            SERVICE_TELL(c, p, str_fmt(c, "order %.*s", FMT(ids->at[i])), SAY_order_row, ids->at[i], service_status_text(c, p->v, o), service_order_text(c, o));
    }
}

/* "The order with five items": how many; 0: not said. */
static size_t lines_said(struct ctx *c, struct str text)
{
    static const char *const numbers[] = {"one|1|einem|un|une|uno|una|een", "two|2|zwei|deux|dos|due|twee", "three|3|drei|trois|tres|tre|drie", "four|4|vier|quatre|cuatro|quattro",
        "five|5|funf|cinq|cinco|cinque|vijf", "six|6|sechs|seis|sei|zes"};
    struct service_words w = service_words_of(c, text);
    for (size_t i = 0; i + 1 < w.n; i++) {
        struct service_words number = {w.at + i, 1}, what = {w.at + i + 1, 1}, before = {w.at + (i > 3 ? i - 3 : 0), i > 3 ? 3 : i};
        if (!service_matches(&what, "item|items|article|articles|artikel|artikeln|articulo*|articol*|products|produkten|things") ||
            !service_matches(&before, "order with|order of|bestellung mit|commande de|commande avec|pedido con|pedido de|ordine con|ordine di|bestelling met|bestelling van"))
            continue;
        for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++)
            if (service_matches(&number, numbers[n]))
                return n + 1;
    }
    return 0;
}

static bool has_lines(const struct json *order, size_t n)
{
    size_t lines = 0;
    for (struct json_walk w = json_walk(json_get(order, "items")); json_next(&w);)
        lines++;
    return !n || lines == n;
}

static struct strs orders_fitting(struct ctx *c, struct service_plan *p, const struct service_task *t, const struct strs *own, bool by_status, bool by_item)
{
    struct strs out = {0};
    const char *statuses = statuses_for(c, t);
    size_t lines = lines_said(c, t->text);
    for (size_t i = 0; i < own->n; i++) {
        const struct json *o = service_order(p->v, own->at[i]);
        if (!o || (by_status && statuses && !service_status_is(o, statuses)) || (by_item && !service_names_item(c, o, t->text)) || !has_lines(o, lines))
            continue;
        strs_add(c, &out, own->at[i]);
    }
    return out;
}

static bool says_all_orders(struct ctx *c, const struct service_task *t)
{
    struct service_words w = service_words_of(c, t->text);
    return service_matches(&w, "all my orders|all orders|all pending|all my pending|every order|every pending|both orders|"
        "all possible orders|different orders|alle bestellungen|alle offenen|beide bestellungen|"
        "toutes mes commandes|toutes les commandes|les deux commandes|todos mis pedidos|todos los pedidos|ambos pedidos|"
            "tutti i miei ordini|tutti gli ordini|"
        "entrambi gli ordini|al mijn bestellingen|alle mijn bestellingen|beide bestellingen");
}

/* Whether no line of one order could be meant by what is meant in the other. */
static bool is_apart(struct ctx *c, const struct json *a, const struct json *b, struct str text)
{
    for (struct json_walk x = json_walk(json_get(a, "items")); json_next(&x);)
        for (struct json_walk y = json_walk(json_get(b, "items")); json_next(&y);)
            if (str_eq(json_str(json_get(x.value, "name")), json_str(json_get(y.value, "name"))) && service_says_item(c, x.value, text))
                return false;
    return true;
}

/* Of orders that hold the same kind of thing those whose options are named: "the small shirts" are not the large one. */
static struct strs best_described(struct ctx *c, const struct service_plan *p, const struct service_task *t, const struct strs *fit)
{
    struct strs out = {0};
    int most = 0;
    for (size_t i = 0; i < fit->n; i++) {
        int n = service_options_said(c, service_order(p->v, fit->at[i]), t->text);
        most = n > most ? n : most;
    }
    for (size_t i = 0; i < fit->n; i++)
        if (service_options_said(c, service_order(p->v, fit->at[i]), t->text) == most)
            strs_add(c, &out, fit->at[i]);
    return out;
}

/* What is named stands in several orders, each thing in one of them, or all of them are meant: a task for each. */
static bool task_spread(struct ctx *c, struct service_plan *p, struct service_task *t, const struct strs *all_fit, bool by_item)
{
    enum { SPREAD = 6 };
    bool all = says_all_orders(c, t);
    struct strs best = all && str_is(t->intent, "exchange") && by_item ? best_described(c, p, t, all_fit) : *all_fit, *fit = &best;
    bool apart = by_item;
    for (size_t i = 0; i < fit->n; i++)
        for (size_t k = i + 1; k < fit->n; k++)
            apart = apart && is_apart(c, service_order(p->v, fit->at[i]), service_order(p->v, fit->at[k]), t->text);
    if (!(apart || all) || fit->n > SPREAD || str_is(t->intent, "track"))
        return false;
    struct service_task one = *t;
    if (service_task_spare(p->s, t))
        return false;
    t->order_id = fit->at[0];
    p->again = true; /* the list may have moved */
    for (size_t i = 1; i < fit->n; i++) {
        one.order_id = fit->at[i];
        *LIST_ADD(c, &p->s->tasks) = one;
    }
    return true;
}

/* The order that the customer named last is none of theirs: "cancel that one" is about no other. */
static bool was_strange(struct ctx *c, const struct service_plan *p, const struct strs *own)
{
    for (size_t i = p->v->in->turns.n; i-- > 0;) {
        struct strs ids = service_order_ids(c, p->v->in->turns.at[i].text);
        if (str_is(p->v->in->turns.at[i].role, "customer") && ids.n)
            return !order_called(own, ids.at[ids.n - 1]).n;
    }
    return false;
}

/* "My trombone", where no order has one: then the only order that could be meant is not to be taken for it. */
static bool names_unknown(struct ctx *c, const struct service_plan *p, const struct service_task *t, const struct strs *own)
{
    static const char mine[] = "my|mein|meine|meinen|mon|ma|mes|mi|mis|mio|mia|miei|mie|mijn";
    static const char plain[] = "gift|credit|visa|amex|mastercard|paypal|bank|geschenk*|karte|kredit*|carte|tarjeta|carta|kaart|cadeau*|balance|"
        "order*|purchase*|package*|parcel*|item*|product*|delivery|shipment|stuff|things|money|refund|payment|card|account|address|name|"
        "email|e|last|latest|recent|first|second|new|old|whole|entire|complete|pending|previous|other|mind|wife|husband|son|daughter|mother|father|friend|kid|"
        "letzte*|neue*|offene*|ganze*|gesamte*|bestellung*|paket*|lieferung*|sendung*|artikel|geld|konto|adresse|name|mann|frau|"
        "derniere|dernier|nouvelle|commande*|colis|livraison|article*|argent|compte|adresse|nom|mari|femme|"
        "ultimo|ultima|nuevo|nueva|pedido*|paquete|envio|articulo*|dinero|cuenta|direccion|nombre|marido|mujer|hermano|"
        "ordine|ordini|pacco|spedizione|articol*|prodott*|denaro|conto|indirizzo|nome|"
        "laatste|nieuwe|bestelling*|pakket*|zending|levering|artikel*|geld|adres|naam";
    struct service_words w = service_words_of(c, t->text);
    if (service_goods_any(&w) || memchr(t->text.p, '#', t->text.n) || was_strange(c, p, own))
        return true;
    for (size_t i = 0; i + 1 < w.n; i++) {
        struct service_words one = {w.at + i, 1}, next = {w.at + i + 1, 1};
        if (own->n > 1 && service_matches(&one, mine) && !w.at[i].end && !service_matches(&next, plain) && !service_is_small(w.at[i + 1].folded))
            return true;
    }
    return false;
}

/* The order that was spoken of before, by number or by what is in it, where it is so far that this can be wanted of it. */
static bool order_before(struct ctx *c, struct service_plan *p, struct service_task *t, const struct strs *own)
{
    struct strs ids = service_order_ids(c, t->about), fit;
    struct service_task before = *t;
    const char *statuses = statuses_for(c, t);
    struct str id = ids.n ? order_called(own, ids.at[ids.n - 1]) : (struct str){0};
    before.text = t->about;
    fit = orders_fitting(c, p, &before, own, true, true);
    if (!id.n && fit.n == 1)
        id = fit.at[0];
    if (!id.n || (statuses && !service_status_is(service_order(p->v, id), statuses)))
        return false;
    t->order_id = id;
    return true;
}

/* false: asked, called or given up; the customer or the shop is next. */
bool service_order_known(struct ctx *c, struct service_plan *p, struct service_task *t)
{
    struct strs own = service_orders_of(c, p->v);
    if (t->order_id.n)
        return true;
    if (!own.n) {
        SERVICE_TELL(c, p, STR("customer"), SAY_no_orders);
        t->state = STR("refused");
        return false;
    }
    if (t->named.n) {
        t->order_id = order_called(&own, t->named);
        if (t->order_id.n)
            return true;
        if (service_orders_read(c, p, &own))
            return false;
        SERVICE_TELL(c, p, STR("customer"), SAY_no_order, t->named); /* and no other is taken in its place */
        orders_ask(c, p, t, &own);
        return false;
    }
    if (service_orders_read(c, p, &own))
        return false;
    if (t->about.n && order_before(c, p, t, &own))
        return true;
    for (int round = 0; round < 4; round++) { /* what it is about says more than how far it is */
        struct strs fit = orders_fitting(c, p, t, &own, round == 0 || round == 2, round < 2);
        bool unknown = round >= 2 && fit.n == 1 && names_unknown(c, p, t, &own);
        if (fit.n == 1 && !unknown)
            t->order_id = fit.at[0];
        if (unknown)
            orders_ask(c, p, t, &own);
        if (fit.n > 1) {
            bool spread = task_spread(c, p, t, &fit, round < 2);
            if (spread)
                return false;
            orders_ask(c, p, t, &fit);
        }
        if (fit.n)
            return fit.n == 1 && !unknown;
    }
    orders_ask(c, p, t, &own);
    return false;
}

/* ---- addresses ------------------------------------------------------------------------------------ */

const char *const service_address_keys[] = {"address1", "address2", "city", "state", "country", "zip"};

static struct strs address_of(struct ctx *c, const struct json *entry)
{
    struct strs at = {0};
    for (size_t i = 0; i < 6; i++) {
        struct str one = json_str(json_get(json_get(entry, "address"), service_address_keys[i]));
        strs_add(c, &at, one.n ? str_copy(c, one) : STR(""));
    }
    return at;
}

static bool same_address(const struct strs *a, const struct strs *b)
{
    for (size_t i = 0; i < 6; i++)
        if (!str_eq_case(a->at[i], b->at[i]))
            return false;
    return true;
}

/* "my Berlin address", "NYC", "Washington DC": the town by its name or letters. */
static bool names_town(struct ctx *c, const struct service_words *w, const struct strs *at)
{
    struct service_words town = service_words_of(c, at->at[2]);
    struct buf letters = {0};
    for (size_t i = 0; i < town.n; i++)
        buf_byte(c, &letters, town.at[i].folded[0]);
    struct str one = buf_str(&letters);
    if (town.n && service_value_at(c, w, 0, at->at[2], &(size_t){0}) != SIZE_MAX)
        return true;
    for (size_t i = 0; town.n > 1 && i < w->n; i++) {
        size_t n = strlen(w->at[i].folded);
        bool capitals = w->at[i].upper && w->at[i].text.n > 1 && isupper((unsigned char)w->at[i].text.p[1]);
        if (capitals && n >= one.n && n <= one.n + 1 && !memcmp(w->at[i].folded, one.p, one.n) && (n == one.n || w->at[i].folded[n - 1] == 'c'))
            return true;
    }
    return false;
}

/* "I live in …" says who is asking, not where to send. */
static bool tells_home(struct ctx *c, struct str line)
{
    struct service_words w = service_words_of(c, line);
    return service_matches(&w, "i live|i live on|live in|live on|living in|living on|residing|i am from|ich wohne|wohnhaft|jhabite|"
        "vivo en|abito|ik woon");
}

/* An address that the shop knows of this customer: of another order that is named, or the only other one in a town that is. */
static bool address_on_file(struct ctx *c, struct service_plan *p, const struct service_task *t, const struct strs *now, struct strs *out)
{
    struct strs own = service_orders_of(c, p->v), named = service_order_ids(c, t->text), lines = str_split(c, t->text, '\n'), told = {0};
    for (size_t i = 0; i < lines.n; i++)
        if (!tells_home(c, lines.at[i]))
            strs_add(c, &told, lines.at[i]);
    struct service_words w = service_words_of(c, str_join(c, &told, STR("\n")));
    size_t n = 0;
    for (size_t i = 0; i <= own.n; i++) {
        const struct json *entry = i < own.n ? service_order(p->v, own.at[i]) : p->v->customer;
        bool meant = false;
        if (!entry || !json_get(entry, "address") || (i < own.n && str_eq(own.at[i], t->order_id)))
            continue;
        struct strs at = address_of(c, entry);
        for (size_t k = 0; k < named.n && i < own.n; k++)
            meant = meant || str_eq(order_called(&own, named.at[k]), own.at[i]);
        meant = meant || (named.n < 2 && names_town(c, &w, &at));
        if (!meant || same_address(&at, now) || (n && same_address(&at, out)))
            continue;
        *out = at;
        n++;
    }
    return n == 1;
}

/* The last line of the task's words that holds a whole address; or one that the shop knows, where that is asked for. */
bool service_address_known(struct ctx *c, struct service_plan *p, struct service_task *t)
{
    if (t->typed && t->address.n == 6)
        return true;
    struct service_words w = service_words_of(c, t->text);
    const struct json *own = json_get(p->v->customer, "address"), *order = service_order(p->v, t->order_id);
    struct strs at = {0}, lines = str_split(c, t->text, '\n'), all = service_orders_of(c, p->v), now = address_of(c, order ? order : p->v->customer);
    bool found = false, is_default = t->order_id.n && own && service_matches(&w, "to my default|to the default|to * default address|"
        "default address in|my profile|user profile|in my account|on file|to my usual|to my home|"
        "hinterlegt*|standardadresse|adresse habituelle|mon compte|mi cuenta|habitual|mio account|solito|vaste adres|mijn account");
    for (size_t i = lines.n; i-- > 0 && !found;)
        found = !tells_home(c, lines.at[i]) && service_address(c, lines.at[i], &at);
    if (found && !at.at[3].n && json_str(json_get(own, "state")).n && (!at.at[4].n || str_eq_case(at.at[4], json_str(json_get(own, "country")))))
        found = false; /* as whole as the one on file, or it is asked for */
    if (found && !at.at[4].n)
        at.at[4] = json_str(json_get(own, "country"));
    if (!found && is_default)
        at = address_of(c, p->v->customer), found = true;
    if (!found && service_orders_read(c, p, &all))
        return false;
    if (found || address_on_file(c, p, t, &now, &at)) {
        t->address = at;
        return true;
    }
    service_ask(c, p, t, "address", SERVICE_SAID(c, p->s->language, SAY_ask_address));
    return false;
}
