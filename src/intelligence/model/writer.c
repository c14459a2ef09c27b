/* intelligence/model/writer.c - the loop: take in, read, choose, split, until every candidate has its end.
 *
 * A line of writing (struct line) is one sequence in the model's memory and the candidates that have chosen alike so far.
 * Source  jump-forward decoding: Zheng et al. 2024 (SGLang), section 4; choosing a token anew over a border: "token healing"
 */
#include "intelligence/model/writer.h"
#include "intelligence/model/pick.h"
#include <stdlib.h>

enum { BYTES_MAX = 1 << 20 };

struct job {
    const struct text_in *in;
    struct text_out *out;
    struct pick_rule rule;
    struct token_map map;
    struct tokens prefix, rest;
    int64_t max_tokens, begun, done; /* candidates */
};
struct line {
    struct job *job;
    int32_t sequence;
    int32_t held;           /* tokens of it in memory */
    struct tokens todo;     /* to be read next; then a choice is made at `place` */
    size_t read;            /* of todo */
    int32_t answer;         /* index in the batch of the last one's logits; -1: not in it */
    uint32_t place;
    struct buf text;
    struct tokens recent;   /* free text: what was written */
    uint64_t *seed;         /* one per candidate */
    size_t n;
    int64_t tokens, choices;
    double score;           /* sum of log-probabilities of the choices */
};
struct writer {
    struct ctx *c;
    struct llm *m;
    const struct llm_vocab *vocab;
    const struct writer_setup *setup;
    struct job *job;
    size_t n_jobs;
    LIST(struct line *) lines;
    int32_t *free; /* sequences nobody uses */
    size_t n_free;
    int64_t active, reserved; /* candidates under way; tokens of memory they may come to need */
    struct str shown;
};

static void add_token(struct ctx *c, struct tokens *list, int32_t token)
{
    struct { int32_t *at; size_t n; } grown = {list->at, list->n};
    *LIST_ADD(c, &grown) = token;
    list->at = grown.at;
    list->n = grown.n;
}

/* ---- endings ------------------------------------------------------------------------------------- */

static struct str whole_characters(struct str s)
{
    size_t lead = s.n;
    while (lead && ((unsigned char)s.p[lead - 1] & 0xC0) == 0x80)
        lead--;
    unsigned char b = lead ? (unsigned char)s.p[lead - 1] : 0;
    size_t size = b < 0xC0 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    return lead && lead - 1 + size > s.n ? str_part(s, 0, lead - 1) : s;
}

static bool is_known(const struct text_out *out, struct str text)
{
    for (size_t i = 0; i < out->candidates.n; i++)
        if (str_eq(out->candidates.at[i].text, text))
            return true;
    return false;
}

static void end_line(struct writer *w, struct line *l, struct str stop)
{
    struct job *j = l->job;
    struct str text = whole_characters(buf_str(&l->text));
    text = j->map.grammar ? text : str_trim(text);
    if (str_is_utf8(text) && !is_known(j->out, text))
        *LIST_ADD(w->c, &j->out->candidates) =
            (struct candidate){.text = str_copy(w->c, text), .score = l->choices ? l->score / (double)l->choices : 0, .tokens = l->tokens, .stop = stop};
    j->out->tokens_out += l->tokens;
    j->done += (int64_t)l->n;
    w->active -= (int64_t)l->n;
    w->reserved -= (int64_t)l->n * j->max_tokens;
    if (j->done == j->begun)
        w->reserved -= (int64_t)j->rest.n;
    llm_forget(w->m, l->sequence);
    w->free[w->n_free++] = l->sequence;
    l->n = 0;
}

/* ---- what comes without a choice -------------------------------------------------------------------- */

/* Leave the last of the forced tokens to be chosen together with what follows it, where a token spans both. */
static void heal(struct line *l, size_t forced, uint32_t before, struct tokens *todo, struct str pending)
{
    struct token_map *map = &l->job->map;
    struct str last = todo->n ? map->vocab->piece[todo->at[todo->n - 1]] : (struct str){0};
    if (!last.n || last.n > forced || !str_ends(pending, last) || !token_crosses(map, l->place, last))
        return;
    todo->n--;
    l->text.n -= last.n;
    l->place = grammar_walk(map->grammar, before, str_part(pending, 0, pending.n - last.n));
}

/* Take in `token` (TOKEN_END: nothing) at place `before`, and all the grammar forces after it. */
static void go_on(struct writer *w, struct line *l, int32_t token, uint32_t before)
{
    struct ctx *c = w->c;
    struct job *j = l->job;
    size_t from = l->text.n;
    struct tokens todo = {0};
    if (token != TOKEN_END)
        buf_add(c, &l->text, w->vocab->piece[token]);
    if (!j->map.grammar) {
        add_token(c, &todo, token);
        add_token(c, &l->recent, token);
    } else {
        l->place = token == TOKEN_END ? before : grammar_walk(j->map.grammar, before, w->vocab->piece[token]);
        struct str forced = grammar_forced(c, j->map.grammar, l->place, BYTES_MAX);
        buf_add(c, &l->text, forced);
        l->place = grammar_walk(j->map.grammar, l->place, forced);
        struct str pending = str_copy(c, str_part(buf_str(&l->text), from, l->text.n));
        if (forced.n)
            llm_tokens(c, w->m, pending, &todo);
        else if (token != TOKEN_END)
            add_token(c, &todo, token);
        heal(l, forced.n, before, &todo, pending);
    }
    l->tokens += (int64_t)todo.n;
    for (size_t i = 0; i < todo.n; i++)
        add_token(c, &l->todo, todo.at[i]);
}

static bool is_over(const struct line *l)
{
    struct byteset next = grammar_next(l->job->map.grammar, l->place);
    return !(next.bits[0] | next.bits[1] | next.bits[2] | next.bits[3]);
}

/* The text is whole, or as long as it may be. Then a grammar's text takes the shortest way to its end. */
static bool try_end(struct writer *w, struct line *l)
{
    struct job *j = l->job;
    if (j->map.grammar && is_over(l)) {
        end_line(w, l, STR("grammar"));
    } else if (l->tokens >= j->max_tokens) {
        if (j->map.grammar)
            buf_add(w->c, &l->text, grammar_finish(w->c, j->map.grammar, l->place));
        end_line(w, l, STR("length"));
    }
    return l->n == 0;
}

/* ---- choosing ---------------------------------------------------------------------------------------- */

static struct line *fork_line(struct writer *w, const struct line *l)
{
    struct line *new = NEW(w->c, struct line);
    *new = *l;
    new->sequence = w->free[--w->n_free];
    new->seed = NEW_ARRAY(w->c, uint64_t, l->n);
    new->n = 0;
    new->text = (struct buf){0};
    buf_add(w->c, &new->text, buf_str(&l->text));
    new->recent = (struct tokens){0};
    for (size_t i = 0; i < l->recent.n; i++)
        add_token(w->c, &new->recent, l->recent.at[i]);
    llm_copy(w->m, l->sequence, new->sequence);
    *LIST_ADD(w->c, &w->lines) = new;
    return new;
}

static void take(struct writer *w, struct line *l, const struct option_token *o, double total)
{
    l->score += (double)o->logit - total;
    l->choices++;
    l->todo.n = l->read = 0;
    if (o->token == TOKEN_END)
        end_line(w, l, STR("end"));
    else
        go_on(w, l, o->token, l->place);
}

/* Have the candidates that drew alike share a line; `on` gives each its line, of which l is one. */
static void split(struct writer *w, struct line *l, const struct option_token *const *drawn, struct line **on)
{
    size_t n = l->n;
    uint64_t *seed = l->seed;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i && !on[i]; k++)
            on[i] = drawn[k] == drawn[i] ? on[k] : NULL;
        on[i] = on[i] ? on[i] : i == 0 ? l : fork_line(w, l);
    }
    l->seed = NEW_ARRAY(w->c, uint64_t, n);
    l->n = 0;
    for (size_t i = 0; i < n; i++)
        on[i]->seed[on[i]->n++] = seed[i];
}

/* Each candidate of the line draws. */
static void choose(struct writer *w, struct line *l)
{
    struct options o;
    size_t n = l->n;
    pick_options(w->c, w->vocab, &l->job->rule, l->place, llm_logits(w->m, l->answer), &l->recent, &o);
    if (!o.n) { /* the model has no token for any way on */
        buf_add(w->c, &l->text, grammar_finish(w->c, l->job->map.grammar, l->place));
        end_line(w, l, STR("length"));
        return;
    }
    const struct option_token **drawn = NEW_ARRAY(w->c, const struct option_token *, n);
    struct line **on = NEW_ARRAY(w->c, struct line *, n);
    for (size_t i = 0; i < n; i++)
        drawn[i] = pick_one(&o, &l->seed[i]);
    split(w, l, drawn, on);
    for (size_t i = 0; i < n; i++) {
        bool is_first = true;
        for (size_t k = 0; k < i; k++)
            is_first &= on[k] != on[i];
        if (is_first)
            take(w, on[i], drawn[i], o.total);
    }
}

/* ---- the loop ------------------------------------------------------------------------------------------ */

/* Begin candidates of a job, as many as there is room for; more of them when these are done. */
static void admit(struct writer *w, struct job *j)
{
    struct ctx *c = w->c;
    int64_t room = w->setup->parallel - w->active, left = j->in->n - j->begun;
    int64_t memory = llm_context(w->m) - (int64_t)j->prefix.n - w->reserved - (int64_t)j->rest.n;
    int64_t n = left < room ? left : room;
    n = n * j->max_tokens <= memory ? n : memory / j->max_tokens;
    if (n <= 0)
        return;
    struct line *l = NEW(c, struct line);
    *l = (struct line){.job = j, .sequence = w->free[--w->n_free], .held = (int32_t)j->prefix.n, .n = (size_t)n, .answer = -1};
    l->seed = NEW_ARRAY(c, uint64_t, n);
    for (int64_t i = 0; i < n; i++) /* two products do not get the same draws */
        l->seed[i] = c->seed ^ str_hash(j->in->prompt) ^ (uint64_t)(j->begun + i + 1) * 0x9E3779B97F4A7C15u;
    llm_copy(w->m, 0, l->sequence);
    for (size_t i = 0; i < j->rest.n; i++)
        add_token(c, &l->todo, j->rest.at[i]);
    w->reserved += n * j->max_tokens + (int64_t)j->rest.n;
    w->active += n;
    j->begun += n;
    *LIST_ADD(c, &w->lines) = l;
    if (j->map.grammar)
        go_on(w, l, TOKEN_END, grammar_start(j->map.grammar));
}

static bool same_prefix(const struct tokens *a, const struct tokens *b)
{
    return a->n == b->n && (!a->n || memcmp(a->at, b->at, a->n * sizeof *a->at) == 0);
}

/* Begin what has room; a prefix of its own waits until nobody uses the one in memory. */
static enum status admit_all(struct writer *w)
{
    const struct tokens *prefix = w->lines.n ? &w->lines.at[0]->job->prefix : NULL;
    for (size_t i = 0; i < w->n_jobs; i++) {
        struct job *j = &w->job[i];
        if (j->begun == j->in->n || j->begun != j->done || w->active == w->setup->parallel || (prefix && !same_prefix(prefix, &j->prefix)))
            continue;
        if (!prefix)
            TRY(llm_prefix(w->c, w->m, &j->prefix));
        prefix = &j->prefix;
        admit(w, j);
    }
    return OK;
}

/* Put what the lines have to read into one batch; a line whose last token is in it gets its answer. */
static void fill(struct writer *w)
{
    for (size_t i = 0; i < w->lines.n; i++) {
        struct line *l = w->lines.at[i];
        for (l->answer = -1; l->read < l->todo.n; l->read++) {
            bool is_last = l->read + 1 == l->todo.n;
            int32_t at = llm_add(w->m, l->todo.at[l->read], l->held, l->sequence, is_last);
            if (at < 0)
                return;
            l->held++;
            l->answer = is_last ? at : -1;
        }
    }
}

static void show(struct writer *w)
{
    struct line *l = w->lines.n ? w->lines.at[0] : NULL;
    if (!w->c->partial || w->n_jobs != 1 || !l)
        return;
    struct str text = whole_characters(buf_str(&l->text));
    if (str_is_utf8(text) && !str_eq(text, w->shown))
        w->c->partial(w->c, w->shown = str_copy(w->c, text));
}

static void drop_ended(struct writer *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->lines.n; i++)
        if (w->lines.at[i]->n)
            w->lines.at[n++] = w->lines.at[i];
    w->lines.n = n;
}

static enum status step(struct writer *w)
{
    fill(w);
    TRY(llm_run(w->c, w->m));
    size_t n = w->lines.n; /* those that fork now have no answer yet */
    for (size_t i = 0; i < n; i++)
        if (w->lines.at[i]->answer >= 0)
            choose(w, w->lines.at[i]);
    for (size_t i = 0; i < w->lines.n; i++)
        if (w->lines.at[i]->n)
            try_end(w, w->lines.at[i]);
    show(w);
    drop_ended(w);
    return OK;
}

static int by_score(const void *a, const void *b)
{
    double x = ((const struct candidate *)a)->score, y = ((const struct candidate *)b)->score;
    return (x < y) - (x > y);
}

static enum status write_all(struct writer *w)
{
    for (;;) {
        TRY(admit_all(w));
        for (size_t i = 0; i < w->lines.n; i++)
            try_end(w, w->lines.at[i]); /* a grammar with one text only */
        drop_ended(w);
        bool is_done = true;
        for (size_t i = 0; i < w->n_jobs; i++)
            is_done &= w->job[i].done == w->job[i].in->n;
        if (is_done)
            break;
        if (w->lines.n)
            TRY(step(w));
        if (w->c->gone && w->c->gone(w->c))
            return fail(w->c, RETRY, "stopped, since nobody waits for the text any more");
    }
    for (size_t i = 0; i < w->n_jobs; i++) {
        struct text_out *out = w->job[i].out;
        if (out->candidates.n)
            qsort(out->candidates.at, out->candidates.n, sizeof *out->candidates.at, by_score);
        out->backend = str_fmt(w->c, "llama:%.*s", FMT(llm_name(w->m)));
    }
    return OK;
}

/* Read the grammar, and see that at least one candidate fits into memory. */
static enum status prepare(struct writer *w, struct job *j, const struct text_in *in, struct text_out *out)
{
    struct ctx *c = w->c;
    *j = (struct job){.in = in, .out = out, .max_tokens = in->max_tokens};
    j->map = (struct token_map){.c = c, .vocab = w->vocab};
    if (in->grammar.n)
        TRY(grammar_read(c, in->grammar, &j->map.grammar));
    j->rule = (struct pick_rule){in->temperature, w->setup->top_p, w->setup->repeat, in->grammar.n ? &j->map : NULL};
    llm_chat(c, w->m, in->system, in->prompt, &j->prefix, &j->rest);
    out->tokens_in = (int64_t)(j->prefix.n + j->rest.n);
    int64_t room = llm_context(w->m) - out->tokens_in - 1;
    if (room < 16)
        return fail(c, REJECT, "the prompt has %lld tokens, and the model's memory %lld: shorten it, or raise the option context",
                    (long long)out->tokens_in, (long long)llm_context(w->m));
    j->max_tokens = j->max_tokens < room ? j->max_tokens : room;
    return OK;
}

static enum status run_open(struct ctx *c, const struct writer_setup *setup, struct llm *m, const struct text_in *in, size_t n,
                            struct text_out *out)
{
    struct writer w = {.c = c, .m = m, .vocab = llm_vocab(m), .setup = setup, .job = NEW_ARRAY(c, struct job, n), .n_jobs = n};
    for (size_t i = 0; i < n; i++)
        TRY(prepare(&w, &w.job[i], &in[i], &out[i]));
    w.free = NEW_ARRAY(c, int32_t, setup->parallel);
    for (int64_t s = setup->parallel; s > 0; s--)
        w.free[w.n_free++] = (int32_t)s;
    return write_all(&w);
}

enum status writer_run(struct ctx *c, const struct writer_setup *setup, const struct text_in *in, size_t n, struct text_out *out)
{
    struct llm_setup how = {in->model.n ? in->model : setup->model, setup->threads, setup->context, setup->parallel + 1};
    struct llm *m;
    TRY(llm_open(c, &how, &m));
    enum status s = run_open(c, setup, m, in, n, out);
    llm_close(m);
    return s;
}
