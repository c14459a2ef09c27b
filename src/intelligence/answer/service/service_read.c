/* intelligence/answer/service/service_read.c - turns into tasks. */
#include "intelligence/answer/service/service_read.h"
#include "intelligence/answer/service/service_guess.h"

enum { TASKS_MAX = 20 };

static struct service_task *open_task(struct service_state *s)
{
    for (size_t i = 0; i < s->tasks.n; i++)
        if (str_eq(s->tasks.at[i].state, STR("open")))
            return &s->tasks.at[i];
    return NULL;
}

static bool is(struct str a, const char *b) { return str_eq(a, str_z(b)); }

/* Chat around a wish is no wish of its own. */
static bool is_wish(struct str intent) { return !is(intent, "other") && !is(intent, "thanks"); }

static bool weighs(struct str intent)
{
    static const char *const light[] = {"refund", "damaged", "trouble", "details", "product", "track", "compensate", "other", "thanks"};
    for (size_t i = 0; i < sizeof light / sizeof *light; i++)
        if (is(intent, light[i]))
            return false;
    return true;
}

/* "I want to return the kettle. I want a refund": one wish. "Refund" alone means a return or a cancellation, as the order is. */
static bool is_subsumed(const struct service_clauses *all, size_t i)
{
    struct str intent = all->at[i].intent;
    for (size_t k = 0; k < all->n; k++) {
        struct str other = all->at[k].intent;
        if (k == i || !is_wish(other))
            continue;
        if (!weighs(intent) && weighs(other))
            return true;
        if (is(intent, "items") && is(other, "exchange"))
            return true;
        if (is(intent, "refund") && (is(other, "damaged") || is(other, "refund_status")))
            return true;
        if ((is(intent, "trouble") || is(intent, "product") || is(intent, "details")) && (is(other, "damaged") || is(other, "refund")))
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
    if (is(k->intent, "refund") && keeps)
        return STR("compensate");
    return is(k->intent, "items") ? STR("exchange") : k->intent;
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

static void task_add(struct ctx *c, struct service_state *s, struct str intent, struct str named, struct str text)
{
    struct service_task *t = same_task(s, intent, named);
    if (!t && s->tasks.n >= TASKS_MAX)
        return;
    if (!t) {
        t = LIST_ADD(c, &s->tasks);
        *t = (struct service_task){.intent = intent, .state = STR("open")};
    }
    if (named.n && !t->named.n)
        t->named = named;
    text_more(c, t, text);
}

/* Every order that a clause names gets a task; a clause that names none takes the message's one order. */
static void clause_take(struct ctx *c, struct service_state *s, const struct service_clause *k, struct str message)
{
    struct strs own = service_order_ids(c, k->text), all = service_order_ids(c, message);
    struct str intent = task_intent(c, k, message);
    if (own.n > 1 && !is(intent, "exchange"))
        for (size_t i = 0; i < own.n; i++)
            task_add(c, s, intent, own.at[i], k->text);
    else
        task_add(c, s, intent, own.n ? own.at[0] : all.n == 1 ? all.at[0] : (struct str){0}, k->text);
}

/* "If it costs more, cancel the order": what is to happen in a case that has not come up is not wished now. */
static bool is_conditional(struct ctx *c, struct str text)
{
    struct service_words w = service_words_of(c, text);
    return service_matches(&w, "if|unless|otherwise|in case|falls|wenn|ansonsten|andernfalls|sofern|sinon|a moins que|si no|si es|"
        "si cuesta|de lo contrario|a menos que|altrimenti|se non|se costa|a meno che|als het|indien|tenzij|anders");
}

static bool has_plain_wish(struct ctx *c, const struct service_clauses *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (is_wish(all->at[i].intent) && !is_conditional(c, all->at[i].text))
            return true;
    return false;
}

/* What stands in clauses without a wish ("it has a scratch, I'd prefer the blue one") belongs to the wish before, else after. */
static bool clauses_take(struct ctx *c, struct service_state *s, const struct service_clauses *all, struct str message)
{
    struct buf loose = {0};
    bool any = false;
    size_t first = s->tasks.n;
    for (size_t i = 0; i < all->n; i++) {
        const struct service_clause *k = &all->at[i];
        bool wish = is_wish(k->intent) && !is_subsumed(all, i) && !(is_conditional(c, k->text) && has_plain_wish(c, all));
        if (wish) {
            clause_take(c, s, k, message);
            any = true;
        } else if (any && s->tasks.n && !is(k->intent, "thanks")) {
            text_more(c, &s->tasks.at[s->tasks.n - 1], k->text);
        } else {
            buf_fmt(c, &loose, "%.*s\n", FMT(k->text));
        }
    }
    struct str before = str_trim(buf_str(&loose));
    if (any && before.n)
        for (size_t i = first; i < s->tasks.n && i == first; i++)
            text_more(c, &s->tasks.at[i], str_copy(c, before));
    return any;
}

/* ---- who ------------------------------------------------------------------------------------------ */

static void identity_take(struct ctx *c, struct service_state *s, struct str text)
{
    bool asked = is(s->asked, "identity");
    struct service_words w = service_words_of(c, text);
    struct str email = service_email(c, text), zip = service_zip(c, &w, asked), first, last;
    s->email = email.p ? email : s->email;
    s->zip = zip.p ? zip : s->zip;
    if (service_name(c, text, asked || zip.p, &first, &last))
        s->first_name = first, s->last_name = last;
}

/* ---- one turn ------------------------------------------------------------------------------------- */

static void drop_pending(struct service_state *s, const char *state)
{
    struct service_task *t = open_task(s);
    s->pending = NULL;
    s->agreed = false;
    if (t && state)
        t->state = str_z(state);
}

static bool only_thanks(const struct service_clauses *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (!is(all->at[i].intent, "thanks") && !is(all->at[i].intent, "other"))
            return false;
    return all->n > 0 && is(all->at[0].intent, "thanks");
}

/* A new wish while one waits for its yes: the waiting one is read again with these words. */
static void answer_take(struct ctx *c, struct service_state *s, struct str text)
{
    struct service_task *t = open_task(s);
    struct strs ids = service_order_ids(c, text);
    if (!t)
        return;
    if (ids.n && (!t->order_id.n || is(t->asked, "order"))) {
        t->named = ids.at[0];
        t->order_id = (struct str){0};
    }
    text_more(c, t, text);
}

/* "No wait, do not cancel": more than a bare no, and no wish of its own. */
static bool takes_back(const struct service_words *w)
{
    struct service_words first = {w->at, w->n < 1 ? w->n : 1};
    return service_matches(&first, "no|nope|nein|non|nee|wait|stop|halt|espera|aspetta|attendez|wacht") &&
           service_matches(w, "do not|dont|forget it|leave it|leave everything|never mind|nevermind|changed my mind|nicht|lassen "
               "sie|laissez|ne * pas|non * pas|dejelo|dejalo|no * cancele|lasci|lascia|laat maar|niet");
}

static enum status turn_take(struct ctx *c, const struct service_in *in, struct str backend, struct service_state *s, struct str text, struct str *reader)
{
    struct str email = service_email(c, text), plain = email.p ? str_replace(c, text, email, STR("")) : text;
    struct service_words w = service_words_of(c, text), said = service_words_of(c, plain);
    struct str language = service_language(&said), mood = service_mood(&w, text);
    if (language.p && (!s->language.n || said.n >= 5))
        s->language = language;
    s->mood = mood;
    s->thanked = false;
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
        drop_pending(s, NULL);
    TRY(service_guess(c, in, backend, s, text, &all, reader));
    if (service_is_no(text) || only_thanks(&all)) {
        s->thanked = open_task(s) == NULL;
        return OK;
    }
    if (!clauses_take(c, s, &all, text))
        answer_take(c, s, text);
    return OK;
}

enum status service_read(struct ctx *c, const struct service_in *in, struct str backend, struct service_state *s, struct str *reader)
{
    *reader = STR("words");
    for (size_t i = (size_t)s->read; i < in->turns.n; i++) {
        s->read = (int64_t)i + 1;
        if (str_eq(in->turns.at[i].role, STR("customer")))
            TRY(turn_take(c, in, backend, s, service_plain(c, in->turns.at[i].text), reader));
    }
    return OK;
}
