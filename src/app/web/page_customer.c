/* app/web/page_customer.c - an associate looks a customer up: what consent lets them see, and what it does not.
 *
 * Tables  writes customer_read: each look is noted
 */
#include "app/web/show.h"
#include "app/web/view_thread.h"
#include "data/consent.h"
#include "data/disclose.h"
#include "data/identity.h"
#include "data/profile.h"
#include "data/rehearsal.h"

struct customer_query { struct str who; };
const struct record customer_query_record = {"customer_query", sizeof(struct customer_query), (const struct field[]){
    FIELD(struct customer_query, who, .max = 320, .flags = OPTIONAL | PERSONAL, .doc = "a number, an address, a telephone or loyalty number: exactly"),
    {0}}};

static void put_contact(struct visit *v, const struct profile *p)
{
    put(v, "<dl class=card><dt>Customer<dd>{}<dt>Name<dd>{}<dt>E-mail<dd>{}<dt>Country, language<dd>{} {}</dl>", A(p->id), A(p->name.n ? p->name : STR("-")),
        A(p->email.n ? p->email : STR("-")), A(p->country.n ? p->country : STR("-")), A(p->language.n ? p->language : STR("")));
}

static void put_orders(struct visit *v, const struct profile *p)
{
    put(v, "<section class=card><h2>Orders</h2>");
    if (!p->orders.n)
        put(v, "<p class=dim>None yet.</p></section>");
    if (!p->orders.n)
        return;
    put(v, "<div class=scroll tabindex=0><table><thead><tr><th>Order<th>State<th>What<th>Where<th class=num>Total<th>When</thead><tbody>");
    for (size_t i = 0; i < p->orders.n; i++) {
        const struct profile_order *o = &p->orders.at[i];
        put(v, "<tr><td>{}<td>{}<td>{}<td>{}<td class=num>", A(o->id), A(o->state), A(o->titles.n ? o->titles : STR("")), A(o->source.n ? o->source : STR("")));
        put_money(v, o->total, o->currency);
        put(v, "<td class=nowrap>");
        if (o->placed_ms != NONE)
            put(v, "{t}", A(o->placed_ms));
    }
    put(v, "</tbody></table></div></section>");
}

static void put_tastes(struct visit *v, const char *title, const struct profile_taste *at, size_t n)
{
    if (!n)
        return;
    put(v, "<section class=card><h2>{}</h2><p class=metas>", A(str_z(title)));
    for (size_t i = 0; i < n; i++)
        put(v, "<span class=state>{} <small>{,}×</small></span>", A(at[i].name), A(at[i].n));
    put(v, "</p></section>");
}

static void put_cases(struct visit *v, const struct profile *p)
{
    if (!p->cases.n)
        return;
    put(v, "<section class=card><h2>Open cases</h2><ul class=recent>");
    for (size_t i = 0; i < p->cases.n; i++)
        put(v, "<li><a href=\"/inbox/{}\">{}</a><span class=\"state t-{}\">{}</span><span class=meta>{t}</span></li>", A(p->cases.at[i].id),
            A(p->cases.at[i].subject.n ? p->cases.at[i].subject : STR("(no subject)")), A(p->cases.at[i].state), A(p->cases.at[i].state),
            A(p->cases.at[i].moved_ms));
    put(v, "</ul></section>");
}

static void put_consents(struct visit *v, const struct consents *words)
{
    put(v, "<section class=card><h2>What they agreed to</h2>");
    if (!words->n)
        put(v, "<p class=dim>Nothing was ever asked, so nothing is agreed to.</p>");
    put(v, words->n ? "<div class=scroll tabindex=0><table><thead><tr><th>Purpose<th>Word<th>Proof<th>Where<th>When</thead><tbody>" : "");
    for (size_t i = words->n; i-- > 0;) {
        const struct consent *w = &words->at[i];
        put(v, "<tr><td>{}<td>{}<td>{}<td>{}<td class=nowrap>{t}", A(w->purpose), A(w->given ? STR("yes") : STR("no")), A(w->proof), A(w->source), A(w->at_ms));
    }
    put(v, words->n ? "</tbody></table></div></section>" : "</section>");
}

static enum status put_customer(struct visit *v, struct str id)
{
    struct profile p;
    struct consents words;
    TRY(profile_load(v->c, id, str_fmt(v->c, "person:%.*s", FMT(v->who.person)), &p));
    TRY(consent_load(v->c, id, &words));
    for (size_t i = 0; i < p.withheld.n; i++)
        put(v, "<p class=doubt>Not shown: {}.</p>", A(p.withheld.at[i]));
    if (p.associate) {
        put_contact(v, &p);
        put_orders(v, &p);
        put_tastes(v, "Sizes bought", p.sizes.at, p.sizes.n);
        put_cases(v, &p);
    }
    put_tastes(v, "Looks at", p.interests.at, p.interests.n);
    put_consents(v, &words);
    if (v->who.role >= ADMIN)
        put(v, "<section class=card><h2>All that is known of them</h2><p>For a customer who asks for it (GDPR 15, 20): <a href=\"/customers/{/}/data/html\">a page to read</a>"
               " · <a href=\"/customers/{/}/data/json\">JSON</a></p></section>",
            A(id), A(id));
    return OK;
}

struct known { struct str id; };
static const struct record known_record = {"known", sizeof(struct known), (const struct field[]){FIELD(struct known, id), {0}}};

/* Real customers are never listed; those of a rehearsal are nobody. */
static enum status put_simulated(struct visit *v)
{
    LIST(struct known) some;
    struct rehearsal r;
    bool on;
    TRY(rehearsal_find(v->c, &r, &on));
    if (!on)
        return OK;
    TRY(db_all(v->c, &known_record, &some, "SELECT k.customer AS id FROM consent k WHERE k.purpose = 'associate' AND k.given = 1 AND EXISTS"
                                           " (SELECT 1 FROM orders o WHERE o.customer = k.customer) ORDER BY k.customer LIMIT 6"));
    put(v, "<p>Simulated ones to look at:");
    for (size_t i = 0; i < some.n; i++)
        put(v, " <a href=\"/customers?who={}\">{}</a>", A(some.at[i].id), A(some.at[i].id));
    put(v, "</p>");
    return OK;
}

/* What they asked for by law, as a file to hand over: a page to read, or JSON. The look is noted. */
enum status page_customer_data(struct visit *v)
{
    struct str text, form = visit_param(v, "form");
    bool page = str_eq(form, STR("html"));
    if (!page && !str_eq(form, STR("json")))
        return deny(v, 404, "there is no such form: html or json");
    TRY(customer_export(v->c, visit_param(v, "id"), str_fmt(v->c, "person:%.*s", FMT(v->who.person)), &text));
    if (page)
        TRY(customer_page(v->c, text, &text));
    visit_header(v, "Content-Disposition", page ? STR("attachment; filename=\"customer.html\"") : STR("attachment; filename=\"customer.json\""));
    return text_answer(v, 200, page ? "text/html; charset=utf-8" : "application/json", text);
}

enum status page_customers(struct visit *v)
{
    const struct customer_query *q = v->query;
    struct str id = {0};
    if (q->who.n)
        TRY(identity_of(v->c, q->who, &id));
    TRY(page_open(v, "Customers", "/customers"));
    put(v, "<form class=\"card row\" action=\"/customers\"><label class=wide>Who<input name=who type=search value=\"{}\" autocomplete=off"
           " placeholder=\"number, e-mail, telephone +49… or loyalty number\"></label><button class=primary>Look up</button>"
           "<span class=dim>Each look is noted.</span></form>",
        A(q->who.n ? q->who : STR("")));
    if (q->who.n && !id.p)
        put_empty(v, "Nobody is known by this.", "Only an exact number, address, telephone number with its country, or loyalty number finds a customer; names do not.");
    if (!q->who.n)
        put_empty(v, "Whom do you look for?", "Orders, messages, tastes and consents of one customer stand here together. <code>purvey import orders.csv</code> brings"
                                              " customers in, and so do the shop&rsquo;s checkout and <a href=\"/inbox\">inbox</a>.");
    if (!id.p)
        TRY(put_simulated(v));
    else
        TRY(put_customer(v, id));
    return page_close(v);
}
