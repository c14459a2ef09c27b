/* intelligence/answer/service/service_read.c - turns into tasks. */
#include "intelligence/answer/service/service_read.h"
#include "intelligence/answer/service/service_goods.h"
#include "intelligence/answer/service/service_guess.h"
#include "intelligence/answer/service/service_plan.h"
#include "intelligence/answer/service/service_when.h"

enum { TASKS_MAX = 20 };

/* Chat around a wish is no wish of its own. */
static bool is_wish(struct str intent) { return !str_is(intent, "other") && !str_is(intent, "thanks"); }

static bool weighs(struct str intent)
{
    static const char *const light[] = {"keep", "hello", "complaint", "refund", "damaged", "trouble", "details", "product", "track", "compensate", "other", "thanks"};
    for (size_t i = 0; i < sizeof light / sizeof *light; i++)
        if (str_is(intent, light[i]))
            return false;
    return true;
}

/* "I'll pay with PayPal" beside an exchange says how that is settled; "change the payment of order 2" is a wish of its own. */
static bool is_means(struct ctx *c, const struct service_clause *k)
{
    struct service_words w = service_words_of(c, k->text);
    return str_is(k->intent, "payment") && !service_order_ids(c, k->text).n &&
           !service_matches(&w, "change*|modify|switch|update|charge|andern|umstell*|wechs*|modifi*|cambi*|wijzig*|verander*");
}

static bool is_settled(struct str intent)
{
    static const char *const list[] = {"exchange", "items", "return", "refund", "reorder", "damaged"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_is(intent, list[i]))
            return true;
    return false;
}

/* "I want to return the kettle. I want a refund": one wish. "Refund" alone means a return or a cancellation, as the order is. */
static bool is_subsumed(struct ctx *c, const struct service_clauses *all, size_t i)
{
    struct str intent = all->at[i].intent;
    bool means = is_means(c, &all->at[i]);
    for (size_t k = 0; k < all->n; k++) {
        struct str other = all->at[k].intent;
        if (k == i || !is_wish(other))
            continue;
        if ((!weighs(intent) && weighs(other)) || (means && is_settled(other)))
            return true;
        if (str_is(intent, "items") && str_is(other, "exchange"))
            return true;
        if (str_is(intent, "refund") && (str_is(other, "damaged") || str_is(other, "refund_status")))
            return true;
        if ((str_is(intent, "trouble") || str_is(intent, "product") || str_is(intent, "details")) && (str_is(other, "damaged") || str_is(other, "refund")))
            return true;
    }
    return false;
}

/* Money back for goods that stay is no return: it is a credit, which a person decides. */
static struct str task_intent(struct ctx *c, const struct service_clause *k, struct str message)
{
    struct service_words w = service_words_of(c, message);
    bool keeps = service_matches(&w, "keep everything|keep it|keep all|keep them|keeping|behalte|behalten|je garde|garder|me quedo|"
        "quedarme|tengo tutto|tenere tutto|tenerlo|houd alles|houden|behoud");
    bool either = service_matches(&w, "cancel or return|return or cancel|storn* oder zuruck*|zuruck* oder storn*|annul* ou renvoy*|"
        "renvoy* ou annul*|"
        "cancel* o devolv*|devolv* o cancel*|annul* o restit*|restit* o annul*|annul* of terug*|terug* of annul*");
    if (str_is(k->intent, "refund") && keeps)
        return STR("compensate");
    if (either && (str_is(k->intent, "cancel") || str_is(k->intent, "return")))
        return STR("refund"); /* as the order's status has it */
    return str_is(k->intent, "items") ? STR("exchange") : k->intent;
}

static void text_more(struct ctx *c, struct service_task *t, struct str text)
{
    t->text = t->text.n ? str_fmt(c, "%.*s\n%.*s", FMT(t->text), FMT(text)) : text;
}

static struct service_task *same_task(struct service_state *s, struct str intent, struct str named)
{
    for (size_t i = 0; i < s->tasks.n; i++) {
        struct service_task *t = &s->tasks.at[i];
        bool other = named.n && t->named.n && !str_eq_case(named, t->named);
        if (str_eq(t->state, STR("open")) && str_eq(t->intent, intent) && !other)
            return t;
    }
    return NULL;
}

static struct service_task *task_add(struct ctx *c, struct service_state *s, struct str intent, struct str named, struct str text, bool apart)
{
    struct service_task *t = apart ? NULL : same_task(s, intent, named);
    if (!t && s->tasks.n >= TASKS_MAX)
        return &s->tasks.at[s->tasks.n - 1];
    if (!t) {
        t = LIST_ADD(c, &s->tasks);
        *t = (struct service_task){.intent = intent, .state = STR("open")};
    }
    if (named.n && !t->named.n)
        t->named = named;
    text_more(c, t, text);
    return t;
}

/* "Give it back": of what was spoken of before, unless another is meant. */
static struct str about_before(struct ctx *c, const struct service_state *s, const struct service_words *w, struct str text)
{
    static const char other[] = "other|another|else|next|rest|andere*|nachste*|restliche*|autre*|otro|otra|otros|otras|altro|altra|altri|altre|ander|overige";
    const struct service_task *last = s->tasks.n ? &s->tasks.at[s->tasks.n - 1] : NULL;
    if (service_goods_any(w) || service_order_ids(c, text).n || service_matches(w, other))
        return (struct str){0};
    if (!last || s->heard.n)
        return s->heard;
    struct str about = str_fmt(c, "%.*s\n%.*s", FMT(last->about), FMT(last->text));
    return last->order_id.n ? str_fmt(c, "%.*s\n%s%.*s", FMT(about), last->order_id.p[0] == '#' ? "" : "order ", FMT(last->order_id)) : about;
}

/* Every order that a clause names gets a task; a clause that names none takes the message's one order. */
static void clause_take(struct ctx *c, struct service_state *s, const struct service_clause *k, struct str message)
{
    struct strs own = service_order_ids(c, k->text), all = service_order_ids(c, message);
    struct str intent = task_intent(c, k, message);
    struct service_task *t = NULL;
    struct strs address = {0}; /* "… the same as order 2": not where order 2 is to go */
    bool each = own.n > 1 && !str_is(intent, "exchange") && (!str_is(intent, "address") || service_address(c, k->text, &address));
    struct service_words w = service_words_of(c, k->text);
    bool doubt = service_doubts(c, k->text, k->intent), apart = doubt && service_goods_any(&w); /* a doubt about one thing is none about another */
    struct str about = about_before(c, s, &w, k->text);
    size_t before = s->tasks.n;
    for (size_t i = 0; each && i < own.n; i++)
        t = task_add(c, s, intent, own.at[i], k->text, apart);
    if (!t)
        t = task_add(c, s, intent, own.n ? own.at[0] : all.n == 1 ? all.at[0] : (struct str){0}, k->text, apart);
    if (s->tasks.n > before)
        t->about = about;
    if (!t->doubt.n && doubt)
        t->doubt = k->text;
}

static bool is_swap(const struct service_task *t) { return str_is(t->intent, "exchange"); }

/* ---- conditions ----------------------------------------------------------------------------------- */

/* What is not understood may concern all that is wanted. */
static void doubt_all(struct service_state *s, struct str words)
{
    for (size_t i = 0; i < s->tasks.n; i++)
        if (str_is(s->tasks.at[i].state, "open") || str_is(s->tasks.at[i].state, "spare"))
            s->tasks.at[i].doubt = words;
}

static struct service_task *last_task(struct service_state *s)
{
    for (size_t i = s->tasks.n; i-- > 0;)
        if (str_is(s->tasks.at[i].state, "open") || str_is(s->tasks.at[i].state, "spare"))
            return &s->tasks.at[i];
    return NULL;
}

/* "If that is no longer possible, return the lamp": a task that waits for the refusal of the one before. */
static bool spare_add(struct ctx *c, struct service_state *s, const struct service_task *t, const struct service_when *w, struct str message)
{
    struct service_clauses all = service_clauses_of(c, w->then);
    struct strs ids = service_order_ids(c, w->then);
    if (all.n != 1 || !is_wish(all.at[0].intent) || !weighs(all.at[0].intent) || s->tasks.n >= TASKS_MAX || ids.n > 1)
        return false;
    struct str intent = task_intent(c, &all.at[0], message), named = ids.n ? ids.at[0] : t->named;
    bool doubt = service_doubts(c, w->then, all.at[0].intent) || service_denies(c, w->then, all.at[0].intent);
    struct service_words words = service_words_of(c, w->then);
    bool whole = !str_is(intent, "exchange") && !service_goods_any(&words); /* of the same things, and for the same reason */
    struct str text = whole ? str_fmt(c, "%.*s\n%.*s", FMT(w->then), FMT(t->text)) : w->then;
    *LIST_ADD(c, &s->tasks) = (struct service_task){.intent = intent, .state = STR("spare"), .named = named, .text = text, .doubt = doubt ? w->then : (struct str){0}};
    return true;
}

static bool limit_take(struct service_task *t, const struct service_when *w)
{
    bool bound = w->tie == TIE_PRICE || (w->nothing && w->limit == w->limit);
    if (!is_swap(t) || (w->tie == TIE_OVER && !w->nothing))
        return false;
    if (bound)
        t->limited = true, t->limit = w->limit, t->by_difference = w->difference;
    return t->limited;
}

/* "Leave it, and return the lamp" is more than leaving it. */
static bool has_deed(struct ctx *c, struct str text)
{
    struct service_clauses all = service_clauses_of(c, text);
    for (size_t i = 0; i < all.n; i++)
        if (is_wish(all.at[i].intent) && weighs(all.at[i].intent) && !service_doubts(c, all.at[i].text, all.at[i].intent))
            return true;
    return false;
}

/* Make the condition part of the task. false: it is not understood what it asks of this task. */
static bool when_apply(struct ctx *c, struct service_state *s, struct service_task *t, const struct service_when *w, struct str message)
{
    switch (w->tie) {
    case TIE_NONE:
        return true;
    case TIE_UNSENT:
        t->unsent = true;
        return true;
    case TIE_THERE:
        t->keep = is_swap(t);
        return t->keep;
    case TIE_PRICE:
    case TIE_OVER:
        return limit_take(t, w);
    case TIE_SEVERAL:
        strs_add(c, &t->prefer, w->then);
        return is_swap(t) && w->then.n > 0;
    case TIE_GONE:
    case TIE_REFUSED:
        if (w->nothing)
            return t->keep = !has_deed(c, w->then);
        if (!w->then.n)
            return false;
        if (spare_add(c, s, t, w, message))
            return true;
        strs_add(c, &t->instead, w->then);
        return is_swap(t);
    case TIE_UNKNOWN:
        break;
    }
    return false;
}

/* ---- clauses -------------------------------------------------------------------------------------- */

struct taking { /* of one message */
    struct service_state *s;
    struct str message;
    struct buf loose;   /* clauses without a wish, before the first */
    bool any;
    bool unknown;       /* a condition is not understood: it may concern all that is wanted, before it and after */
};

/* "Send it to 5 Mill Lane, 1016 GV Amsterdam": said by the address itself. */
static bool sends_to(struct ctx *c, struct str text)
{
    struct service_words w = service_words_of(c, text);
    struct strs address = {0};
    return service_matches(&w, "send|ship|deliver|schick*|send*|liefer*|livr*|envoy*|expedi*|envi*|mand*|entreg*|spedi*|invi*|consegn*|stuur|sturen|bezorg*|"
        "lever*|verzend*") && service_address(c, text, &address);
}

static void plain_take(struct ctx *c, struct taking *k, struct service_clauses *all, size_t i)
{
    struct service_clause *one = &all->at[i];
    if (str_is(one->intent, "other") && sends_to(c, one->text))
        one->intent = STR("address");
    if (is_wish(one->intent) && !is_subsumed(c, all, i)) {
        clause_take(c, k->s, one, k->message);
        k->any = true;
    }
    struct service_task *t = k->any ? last_task(k->s) : NULL;
    if (service_bounds(c, one->text)) {
        if (t && is_swap(t))
            t->limited = t->by_difference = true, t->limit = 0;
        else
            doubt_all(k->s, one->text);
    }
    if (is_wish(one->intent) && !is_subsumed(c, all, i))
        return;
    if (service_doubts(c, one->text, STR("other")))
        doubt_all(k->s, one->text);
    if (t && !str_is(one->intent, "thanks"))
        text_more(c, t, one->text);
    else
        buf_fmt(c, &k->loose, "%.*s\n", FMT(one->text));
}

static void tied_take(struct ctx *c, struct taking *k, const struct service_when *w)
{
    struct service_clauses all = service_clauses_of(c, w->main);
    for (size_t i = 0; i < all.n; i++)
        plain_take(c, k, &all, i);
    struct service_task *t = last_task(k->s);
    k->any = k->any || (t && t->asked.n); /* a condition to what was asked about */
    if (!t || !when_apply(c, k->s, t, w, k->message))
        k->unknown = true;
}

/* What stands in clauses without a wish ("it has a scratch, I'd prefer the blue one") belongs to the wish before, else after. */
static bool clauses_take(struct ctx *c, struct service_state *s, struct service_clauses *all, struct str message)
{
    struct taking k = {.s = s, .message = message};
    size_t first = s->tasks.n;
    bool tied = false;
    for (size_t i = 0; i < all->n; i++) {
        struct service_when w;
        service_when_of(c, all->at[i].text, &w);
        if (str_is(all->at[i].intent, "quote"))
            w.tie = TIE_NONE; /* "what would I get back if …" asks and wants nothing done */
        tied = tied || w.tie != TIE_NONE;
        if (w.tie == TIE_NONE)
            plain_take(c, &k, all, i);
        else
            tied_take(c, &k, &w);
    }
    struct str before = str_trim(buf_str(&k.loose));
    if (k.any && before.n && first < s->tasks.n) {
        text_more(c, &s->tasks.at[first], str_copy(c, before));
        if (service_doubts(c, before, STR("other")))
            doubt_all(s, before);
    }
    if (k.unknown)
        doubt_all(s, message);
    return k.any || (tied && last_task(s));
}

/* ---- who ------------------------------------------------------------------------------------------ */

static void identity_take(struct ctx *c, struct service_state *s, struct str text)
{
    bool asked = str_is(s->asked, "identity");
    struct service_words w = service_words_of(c, text);
    struct strs emails = service_emails(c, text);
    static const char goes[] = "address|ship|send|deliver|moved|adresse|anschrift|schick*|send*|liefer*|umgezogen|envoy*|livr*|demenage*|direccion|envi*|entreg*|mudado|"
        "indirizzo|sped*|consegn*|trasferit*|adres|stuur*|sturen|bezorg*|verhuisd";
    struct strs address = {0};
    bool elsewhere = !asked && service_matches(&w, goes) && service_address(c, text, &address); /* where something is to go says nothing of who asks */
    struct str email = emails.n ? emails.at[0] : (struct str){0}, zip = elsewhere ? (struct str){0} : service_zip(c, &w, asked), first, last;
    s->email = email.p ? email : s->email;
    s->more = emails.n > 1 ? emails.at[1] : s->more;
    struct strs numbers = service_order_ids(c, text);
    s->zip = zip.p ? zip : s->zip;
    s->number = numbers.n ? numbers.at[0] : s->number;
    if (service_name(c, text, asked || zip.p, &first, &last))
        s->first_name = first, s->last_name = last;
}

/* ---- one turn ------------------------------------------------------------------------------------- */

static void drop_pending(struct service_state *s, const char *state)
{
    struct service_task *t = service_task_now(s);
    s->pending = NULL;
    s->agreed = false;
    if (t && state)
        service_task_end(t, state, s);
}

static bool only_thanks(const struct service_clauses *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (!str_is(all->at[i].intent, "thanks") && !str_is(all->at[i].intent, "other"))
            return false;
    return all->n > 0 && str_is(all->at[0].intent, "thanks");
}

/* A new wish while one waits for its yes: the waiting one is read again with these words. */
static void answer_take(struct ctx *c, struct service_state *s, struct str text)
{
    struct service_task *t = service_task_now(s);
    struct strs ids = service_order_ids(c, text);
    if (!t)
        return;
    if (ids.n && (!t->order_id.n || str_is(t->asked, "order"))) {
        t->named = ids.at[0];
        t->order_id = (struct str){0};
    }
    if (str_is(t->asked, "items") && service_adds(c, text))
        return; /* "that one too", where the first is not known: asked again */
    if (str_is(t->asked, "method") || str_is(t->asked, "items") || str_is(t->asked, "variant"))
        text = str_fmt(c, "\f%.*s", FMT(text)); /* the answer goes before what was said */
    text_more(c, t, text);
}

static bool starts_no(const struct service_words *w);

/* "No, do not cancel it after all. Swap the lamp": the answer to "shall I cancel all of it?" gives that up, and goes on. */
static void give_up(struct ctx *c, struct service_state *s, const struct service_words *w, struct service_clauses *all)
{
    struct service_task *t = service_task_now(s);
    size_t kept = 0;
    bool denied = false;
    if (!t || !str_is(t->asked, "whole") || !starts_no(w))
        return;
    for (size_t i = 0; i < all->n; i++) {
        struct str intent = all->at[i].intent, text = all->at[i].text;
        if (str_eq(intent, t->intent) && (service_doubts(c, text, intent) || service_denies(c, text, intent)))
            denied = true;
        else
            all->at[kept++] = all->at[i];
    }
    if (!denied)
        return;
    all->n = kept;
    service_task_end(t, "dropped", s);
    t->asked = STR("told");
    t->text = t->order_id.n ? str_fmt(c, "order %.*s", FMT(t->order_id)) : t->text; /* for what is wanted in its place */
}

static bool starts_no(const struct service_words *w)
{
    struct service_words first = {w->at, w->n < 1 ? w->n : 1};
    return service_matches(&first, "no|nope|nein|non|nee|wait|stop|halt|espera|espere|aspetta|aspetti|attendez|wacht|finalement|hold");
}

/* "No wait, do not cancel", "forget it": more than a bare no, and nothing else that is wished. */
static bool takes_back(const struct service_words *w)
{
    bool starts = starts_no(w);
    bool leaves = service_matches(w, "do not|dont|forget it|leave it|leave everything|never mind|nevermind|changed my mind|hold on|"
        "hold off|nicht|doch nicht|lassen "
        "sie|lass es|laissez|laisse|ne * pas|annulez tout|non * pas|dejelo|dejalo|mejor no|no * cancele|lasci|lascia|lasciamo|laat maar|"
            "niet|toch maar niet");
    bool wishes = service_matches(w, "but|only|instead|meant|mean|make it|rather|aber|nur|sondern|stattdessen|meinte|lieber|"
            "mais|seulement|plutot|in plaats|stattdessen|a la place|en su lugar|"
        "voulais dire|pero|solo|sino|queria decir|ma|soltanto|invece|intendevo|volevo dire|maar alleen|alleen|bedoelde|liever");
    return !wishes && w->n <= 12 && (leaves || (starts && w->n <= 4));
}

/* What is said from here on goes before what was said, unless it adds to it. */
static void amend(struct ctx *c, struct service_state *s, struct str message)
{
    struct service_task *t = service_task_now(s);
    if (t && !service_adds(c, message))
        t->text = str_fmt(c, "%.*s\n\f", FMT(t->text));
}

/* "No, wait. Rather change the lamp": what was proposed is dropped, and what is wanted in its place is of the same order, where it
 * names no other and nothing that could lie elsewhere. */
static void turn_away(struct ctx *c, struct service_state *s, struct str text, const struct service_words *w, struct service_clauses *all)
{
    struct service_task *t = service_task_now(s);
    struct service_clause *deed = NULL;
    for (size_t i = 0; i < all->n; i++)
        deed = is_wish(all->at[i].intent) && weighs(all->at[i].intent) && !str_is(all->at[i].intent, "payment") ? &all->at[i] : deed;
    bool other = deed && t && !str_eq(deed->intent, t->intent) && !(str_is(deed->intent, "items") && is_swap(t));
    if (!t || !t->order_id.n || !starts_no(w) || !(other || (!deed && service_turns(c, text) && str_is(t->intent, "cancel"))))
        return;
    struct str order = t->order_id;
    drop_pending(s, "dropped");
    if (service_order_ids(c, text).n || (deed && !str_is(deed->intent, "items") && service_goods_any(w)))
        return;
    *LIST_ADD(c, &s->tasks) = (struct service_task){.intent = deed ? task_intent(c, deed, text) : STR("exchange"), .state = STR("open"), .named = order};
    if (!deed)
        all->at[all->n - 1].intent = STR("exchange");
}

/* "Then leave it as it is": what is open is given up. */
static bool keeps(struct ctx *c, struct service_state *s, const struct service_clauses *all)
{
    bool kept = false, any = false;
    for (size_t i = 0; i < all->n; i++) {
        if (is_wish(all->at[i].intent) && !str_is(all->at[i].intent, "keep"))
            return false;
        kept = kept || str_is(all->at[i].intent, "keep");
    }
    for (size_t i = 0; kept && i < s->tasks.n; i++)
        if (str_is(s->tasks.at[i].state, "open") || str_is(s->tasks.at[i].state, "spare"))
            s->tasks.at[i].state = STR("dropped"), any = true;
    if (kept && !any)
        *LIST_ADD(c, &s->tasks) = (struct service_task){.intent = STR("keep"), .state = STR("dropped")};
    return kept;
}

/* "And the lamp?" after what was told or done of another thing: the same of this one. What was asked about giving back becomes a wish
 * to, which like any other waits for its yes. */
static bool goes_on(struct ctx *c, struct service_state *s, struct service_clauses *all, struct str text)
{
    static const struct { const char *last, *next; } turns[] = {{"product", "product"}, {"track", "track"}, {"returns_info", "return"}, {"refund_info", "return"},
        {"return", "return"}, {"quote", "quote"}, {"billing", "billing"}, {"trouble", "trouble"}};
    const struct service_task *last = s->tasks.n ? &s->tasks.at[s->tasks.n - 1] : NULL;
    struct service_words w = service_words_of(c, text);
    if (!last || !str_is(last->state, "done") || w.n > 14)
        return false;
    size_t plain = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (is_wish(all->at[i].intent) || service_doubts(c, all->at[i].text, STR("other")))
            return false;
        plain += str_is(all->at[i].intent, "other");
    }
    if (!plain || (plain < all->n && !memchr(text.p, '?', text.n) && !service_goods_any(&w)))
        return false;
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        bool product = str_is(last->intent, "product");
        if (!str_is(last->intent, turns[i].last) || !(service_goods_any(&w) || product))
            continue;
        struct str before = product && !service_goods_any(&w) ? last->text : (struct str){0};
        *LIST_ADD(c, &s->tasks) = (struct service_task){.intent = str_z(turns[i].next), .state = STR("open"),
            .text = before.n ? str_fmt(c, "%.*s\n\f%.*s", FMT(before), FMT(text)) : text};
        return true;
    }
    return false;
}

/* "Return the shoes, no wait, exchange them": the second half counts, and is about what the first was. */
static struct str corrected(struct ctx *c, struct service_state *s, struct str text)
{
    static const char turns[] = "anzi no|anzi|no wait|wait no|or rather|actually no|scratch that|oh no|ach nein|quatsch|moment nein|besser gesagt|ou plutot|non plutot|"
        "enfin non|ah non|mejor dicho|no mejor|o mejor|ay no|of nee|nee toch|beter gezegd|oh nee";
    struct service_words w = service_words_of(c, text);
    for (const char *p = turns; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL) {
        size_t end, at = service_match(&w, 0, p, &end), from = at;
        while (from != SIZE_MAX && from > 0 && !w.at[from - 1].end)
            from--;
        if (at == SIZE_MAX || at < from + 2 || end + 1 >= w.n || w.at[end - 1].end)
            continue;
        size_t begin = (size_t)(w.at[from].text.p - text.p), middle = (size_t)(w.at[at].text.p - text.p), rest = (size_t)(w.at[end].text.p - text.p);
        s->heard = str_copy(c, str_part(text, begin, middle));
        s->language = s->language.n ? s->language : service_language(&w);
        return str_fmt(c, "%.*s%.*s", FMT(str_part(text, 0, begin)), FMT(str_part(text, rest, text.n)));
    }
    return text;
}

static enum status turn_take(struct ctx *c, struct str backend, struct service_state *s, struct str text, struct str *reader)
{
    struct str email = service_email(c, text), plain = email.p ? str_replace(c, text, email, STR("")) : text;
    struct service_words w = service_words_of(c, text), said = service_words_of(c, plain);
    struct str language = service_language(&said), mood = service_mood(&w, text);
    if (language.p && (!s->language.n || said.n >= 5))
        s->language = language;
    s->mood = mood;
    s->thanked = false;
    for (size_t i = 0; i < s->tasks.n; i++)
        if (str_is(s->tasks.at[i].asked, "choice"))
            s->tasks.at[i].asked = STR("told");
    if (s->pending && service_is_yes(text)) {
        s->agreed = true;
        return OK;
    }
    if (s->pending && (service_is_no(text) || takes_back(&w))) {
        drop_pending(s, "dropped");
        return OK;
    }
    struct service_clauses all = service_clauses_of(c, text);
    identity_take(c, s, text);
    if (s->pending)
        turn_away(c, s, text, &w, &all);
    if (s->pending) {
        s->amended = str_fmt(c, "%.*s %.*s", FMT(s->pending->tool), FMT(s->pending->arguments.text));
        drop_pending(s, NULL);
        amend(c, s, text);
    }
    service_feel_read(c, backend, s, plain, &all, reader);
    give_up(c, s, &w, &all);
    if (keeps(c, s, &all))
        return OK;
    TRY(service_guess(c, backend, s, text, &all, reader));
    if (!service_task_now(s) && goes_on(c, s, &all, text))
        return OK;
    if (service_is_no(text) || only_thanks(&all)) {
        s->thanked = service_task_now(s) == NULL;
        return OK;
    }
    s->fresh = true;
    s->looks = 0;
    if (clauses_take(c, s, &all, text)) {
        s->heard = (struct str){0};
        return OK;
    }
    if (!service_task_now(s))
        s->heard = text;
    answer_take(c, s, text);
    return OK;
}

enum status service_read(struct ctx *c, const struct service_in *in, struct str backend, struct service_state *s, struct str *reader)
{
    *reader = STR("words");
    for (size_t i = (size_t)s->read; i < in->turns.n; i++) {
        s->read = (int64_t)i + 1;
        if (str_eq(in->turns.at[i].role, STR("customer")))
            TRY(turn_take(c, backend, s, corrected(c, s, service_plain(c, in->turns.at[i].text)), reader));
    }
    return OK;
}
