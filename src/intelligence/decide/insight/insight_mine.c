/* intelligence/decide/insight/insight_mine.c - pain points in what customers say: themes, counts, trends, in the customers' own words.
 *
 * Flow    messages and reviews → themes → work items (app/verb/mine.c)
 * Units   time: ms UTC; shares, p and q: 0..1
 * Source  exact binomial test of two Poisson rates: Przyborowski and Wilenski 1940; many themes: Benjamini and Hochberg 1995;
 *         vectors have their mean taken off, since those of e5 all point one way: Mu and Viswanath 2018; and the mean of their language,
 *         or a theme falls apart into its languages: Yang and others 2020
 *
 * What names or reaches a person is masked before anything else is done, so it is in no output and at no model.
 */
#include "core/model.h"
#include "core/personal.h"
#include "core/stat.h"
#include "data/day.h"
#include "intelligence/decide/insight/mine.h"
#include <math.h>
#include <stdlib.h>

enum {
    READ_MAX = 2500,  /* messages grouped at once: n^2 numbers; the newest */
    TEXT_MAX = 600,   /* bytes of one message that are read: what it is about stands at its beginning */
    SAMPLE_MAX = 180,
    LABEL_MAX = 60, /* bytes: it names a file */
    PHRASES = 4,
};

/* Of the messages of one language, say one of the phrases: else the theme is named by the message nearest to all others. */
static const double SAID_LEAST = 1.0 / 3;

struct mine_opt {
    struct str backend;
    int64_t days, least;
    double near, words, sure;
};
static const struct record mine_opt_record = {"insight_mine", sizeof(struct mine_opt), (const struct field[]){
    FIELD(struct mine_opt, backend, .choice = "auto|e5|hash", .init_str = "auto", .flags = OPTIONAL, .doc = "how texts become vectors; auto: e5 where it is there"),
    FIELD(struct mine_opt, days, .unit = "d", .min = 1, .max = 366, .init = 28, .flags = OPTIONAL, .doc = "the window, held against the one before"),
    FIELD(struct mine_opt, least, .unit = "1", .min = 2, .max = 1000, .init = 3, .flags = OPTIONAL, .doc = "messages that make a theme"),
    FIELD(struct mine_opt, near, .min = 0, .max = 1, .init = NAN, .flags = OPTIONAL, .doc = "how like each other a theme's messages are; absent: what suits the backend"),
    FIELD(struct mine_opt, words, .min = 0, .max = 1, .init = NAN, .flags = OPTIONAL, .doc = "weight of common words beside vectors; absent: as suits"),
    FIELD(struct mine_opt, sure, .min = 0, .max = 0.5, .init = 0.05, .flags = OPTIONAL, .doc = "false alarms among trends, at most"),
    {0}}};

const struct record mine_message_record = {"mine_message", sizeof(struct mine_message), (const struct field[]){
    FIELD(struct mine_message, id, .min = 1, .max = 200, .doc = "the sender's number"),
    FIELD(struct mine_message, text, .max = 20000, .flags = PERSONAL, .doc = "what was said"),
    FIELD(struct mine_message, kind, .choice = "message|review", .init_str = "message", .flags = OPTIONAL, .doc = "what it is"),
    FIELD(struct mine_message, language, .max = 20, .flags = OPTIONAL, .doc = "BCP 47"),
    FIELD(struct mine_message, at_ms, .unit = "ms", .min = 0, .max = 9e15, .flags = OPTIONAL, .doc = "when"),
    FIELD(struct mine_message, rating, .min = 1, .max = 5, .init = NONE, .flags = OPTIONAL, .doc = "of a review; 4 and 5 are no pain"),
    {0}}};
static const struct record mine_in_record = {"mine_in", sizeof(struct mine_in), (const struct field[]){
    FIELD_LIST(struct mine_in, messages, &mine_message_record, .max = 100000, .doc = "what customers said"),
    FIELD(struct mine_in, now_ms, .unit = "ms", .min = 0, .max = 9e15, .flags = OPTIONAL, .doc = "the end of the window; absent: the last message"),
    {0}}};
const struct record mine_theme_record = {"mine_theme", sizeof(struct mine_theme), (const struct field[]){
    FIELD(struct mine_theme, label, .doc = "words of the messages"),
    FIELD(struct mine_theme, phrases, .doc = "what they say most, label first"),
    FIELD(struct mine_theme, sample, .doc = "the message nearest to all others; persons masked"),
    FIELD(struct mine_theme, messages, .doc = "ids, nearest first"),
    FIELD(struct mine_theme, n, .unit = "1", .doc = "messages"),
    FIELD(struct mine_theme, now, .unit = "1", .doc = "in the window"),
    FIELD(struct mine_theme, before, .unit = "1", .doc = "in the window before"),
    FIELD(struct mine_theme, share, .doc = "of all that was read"),
    FIELD(struct mine_theme, change, .init = NAN, .flags = OPTIONAL, .doc = "share of the window by share of the one before"),
    FIELD(struct mine_theme, p, .init = NAN, .flags = OPTIONAL, .doc = "of that being chance"),
    FIELD(struct mine_theme, q, .init = NAN, .flags = OPTIONAL, .doc = "the same, held against all themes"),
    FIELD(struct mine_theme, trend, .doc = "rising, falling, steady, new"),
    {0}}};
const struct record mine_out_record = {"mine_out", sizeof(struct mine_out), (const struct field[]){
    FIELD_LIST(struct mine_out, themes, &mine_theme_record, .doc = "most messages first"),
    FIELD(struct mine_out, alone, .doc = "ids in no theme"),
    FIELD(struct mine_out, read, .unit = "1", .doc = "messages read"),
    FIELD(struct mine_out, passed, .unit = "1", .doc = "passed over: content reviews, messages without words, more than are read at once"),
    FIELD(struct mine_out, backend, .doc = "what made the vectors"),
    {0}}};

struct mining {
    const struct mine_opt *opt;
    const struct mine_message **from; /* those that are read */
    struct strs masked;               /* their texts */
    struct strs bare;                 /* the same without the marks: a mark is no word of the customer's */
    struct mine_text *words;
    float *likeness;
    int *group, groups;
    size_t n;
    int64_t now_ms;
    int64_t all_now, all_before;
};

/* ---- what is read --------------------------------------------------------------------------------------------- */

static bool is_pain(const struct mine_message *m) { return m->rating == NONE || m->rating <= 3; }

static int newest_first(const void *a, const void *b)
{
    const struct mine_message *x = *(const struct mine_message *const *)a, *y = *(const struct mine_message *const *)b;
    return x->at_ms > y->at_ms ? -1 : x->at_ms < y->at_ms ? 1 : str_cmp(x->id, y->id);
}

/* *bare: "call [phone 1] now" without the mark. */
static struct str masked(struct ctx *c, struct str text, struct str *bare)
{
    struct personal hidden = {0};
    struct strs nobody = {0};
    size_t n = text.n < TEXT_MAX ? text.n : TEXT_MAX;
    while (n > 0 && n < text.n && text.p[n] != ' ')
        n--;
    struct str cut = str_mend(c, str_copy(c, str_part(text, 0, n ? n : text.n < TEXT_MAX ? text.n : TEXT_MAX)));
    struct str out = str_copy(c, str_trim(personal_redact(c, cut, &nobody, &hidden)));
    *bare = out;
    for (size_t i = 0; i < hidden.hidden.n; i++)
        *bare = str_replace(c, *bare, hidden.hidden.at[i].mark, STR(""));
    return out;
}

/* English where no small word tells: one message is little, and a wrong guess takes little off. */
static size_t language_heard(struct ctx *c, struct str text, struct str *tag)
{
    struct language_count n = {0};
    size_t best = 0;
    language_hear(c, &n, text);
    for (size_t i = 1; i < LANGUAGES_MOST; i++)
        best = n.small[i] > n.small[best] ? i : best;
    *tag = tag->n ? *tag : language_told(&n);
    return best;
}

static bool has_words(const struct mine_text *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->stems.n; i++)
        n += t->stems.at[i].n && !str_eq(t->stems.at[i], STR("-"));
    return n > 0;
}

static void gather(struct ctx *c, const struct mine_in *in, struct mining *m)
{
    const struct mine_message **all = NEW_ARRAY(c, const struct mine_message *, in->messages.n);
    size_t n = 0;
    for (size_t i = 0; i < in->messages.n; i++)
        if (is_pain(&in->messages.at[i]))
            all[n++] = &in->messages.at[i];
    if (n)
        qsort(all, n, sizeof *all, newest_first); /* the same messages in any order give the same themes */
    m->from = all;
    m->words = NEW_ARRAY(c, struct mine_text, n);
    for (size_t i = 0; i < n && m->n < READ_MAX; i++) {
        struct str bare, text = masked(c, all[i]->text, &bare), tag = all[i]->language;
        size_t language = language_heard(c, bare, &tag);
        m->words[m->n] = mine_words(c, bare, tag);
        m->words[m->n].language = language;
        if (!has_words(&m->words[m->n]))
            continue;
        strs_add(c, &m->masked, text);
        strs_add(c, &m->bare, bare);
        m->from[m->n++] = all[i];
    }
    m->now_ms = in->now_ms ? in->now_ms : m->n ? m->from[0]->at_ms : 0;
}

/* ---- likeness ------------------------------------------------------------------------------------------------------ */

static enum status vectors(struct ctx *c, const struct mining *m, struct embed_out *out)
{
    struct embed_in in = {m->bare, STR("query")};
    bool e5 = !str_eq(m->opt->backend, STR("hash"));
    enum status s = e5 ? capability_call(c, "embed.e5", &in, out) : REJECT;
    if (s == OK || (e5 && str_eq(m->opt->backend, STR("e5"))))
        return s;
    return capability_call(c, "embed.hash", &in, out);
}

/* Take the mean of some off them; of few ones, less of it: their mean is also what they say. */
static void mean_off(struct embed_out *e, const struct mine_text *texts, size_t of, double few)
{
    double n = 0;
    for (size_t i = 0; i < e->vectors.n; i++)
        n += !texts || texts[i].language == of;
    for (int64_t k = 0; k < e->dim && n > 0; k++) {
        double mean = 0;
        for (size_t i = 0; i < e->vectors.n; i++)
            mean += !texts || texts[i].language == of ? e->vectors.at[i].v.at[k] : 0;
        for (size_t i = 0; i < e->vectors.n; i++)
            e->vectors.at[i].v.at[k] -= !texts || texts[i].language == of ? mean / (n + few) : 0;
    }
}

static void center(struct embed_out *e, const struct mine_text *texts)
{
    static const double FEW = 5; /* messages of a language, of which half of their mean is taken off */
    mean_off(e, NULL, 0, 0);
    for (size_t l = 0; l < LANGUAGES_MOST; l++)
        mean_off(e, texts, l, FEW);
    for (size_t i = 0; i < e->vectors.n; i++) {
        double square = 0;
        for (int64_t k = 0; k < e->dim; k++)
            square += e->vectors.at[i].v.at[k] * e->vectors.at[i].v.at[k];
        for (int64_t k = 0; k < e->dim && square > 0; k++)
            e->vectors.at[i].v.at[k] /= sqrt(square);
    }
}

static enum status compare(struct ctx *c, struct mining *m, struct str *backend)
{
    struct embed_out e = {0};
    TRY(vectors(c, m, &e));
    bool hash = str_eq(e.backend, STR("hash"));
    if (!hash)
        center(&e, m->words);
    m->likeness = NEW_ARRAY(c, float, m->n * m->n);
    mine_word_likeness(c, m->words, m->n, m->likeness);
    double w = !isnan(m->opt->words) ? m->opt->words : hash ? 0.6 : 0.3; /* good on four labelled sets: bench/mine.py */
    for (size_t i = 0; i < m->n; i++)
        for (size_t k = 0; k <= i; k++) {
            double dot = 0;
            for (int64_t d = 0; d < e.dim; d++)
                dot += e.vectors.at[i].v.at[d] * e.vectors.at[k].v.at[d];
            double both = i == k ? 1 : (1 - w) * dot + w * (double)m->likeness[i * m->n + k];
            m->likeness[i * m->n + k] = m->likeness[k * m->n + i] = (float)both;
        }
    *backend = e.backend;
    return OK;
}

/* ---- one theme --------------------------------------------------------------------------------------------------------- */

struct member {
    size_t at;
    double like; /* to the others, on average */
};

static int by_like(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    return x->like > y->like ? -1 : x->like < y->like ? 1 : x->at < y->at ? -1 : x->at > y->at;
}

/* 0: in the window; 1: in the one before; 2: earlier, or after its end. */
static int window_of(const struct mining *m, int64_t at_ms)
{
    int64_t ago = m->now_ms - at_ms, window = m->opt->days * DAY_MS;
    return ago < 0 ? 2 : ago < window ? 0 : ago < 2 * window ? 1 : 2;
}

/* So many bytes at most, to the end of a word. */
static struct str cut(struct ctx *c, struct str text, size_t most)
{
    size_t n = text.n;
    if (n > most)
        for (n = most; n > 0 && text.p[n] != ' ';)
            n--;
    struct str out = str_mend(c, str_copy(c, str_part(text, 0, n ? n : most < text.n ? most : text.n)));
    return n < text.n ? str_fmt(c, "%s …", out.p) : out;
}

/* P of as many or more, and as many or fewer, of `n` in the window by chance; twice the smaller. */
static double chance_of(int64_t now, int64_t before, double p)
{
    double n = (double)(now + before), k = (double)now;
    double more = now > 0 ? stat_beta_cdf(k, n - k + 1, p) : 1, fewer = before > 0 ? 1 - stat_beta_cdf(k + 1, n - k, p) : 1;
    double two = 2 * (more < fewer ? more : fewer);
    return two < 1 ? two : 1;
}

static void trend_test(const struct mining *m, struct mine_theme *t)
{
    double all = (double)(m->all_now + m->all_before);
    t->p = t->change = NAN;
    if (!m->all_now || !m->all_before || t->now + t->before == 0)
        return;
    t->p = stat_round(chance_of(t->now, t->before, (double)m->all_now / all), 4);
    if (t->before)
        t->change = stat_round((double)t->now * (double)m->all_before / ((double)t->before * (double)m->all_now), 4);
}

static struct mine_theme theme_of(struct ctx *c, const struct mining *m, int g)
{
    double said;
    struct mine_theme t = {.q = NAN, .trend = STR("steady")};
    LIST(struct member) members = {0};
    for (size_t i = 0; i < m->n; i++) {
        if (m->group[i] != g)
            continue;
        double like = 0;
        for (size_t k = 0; k < m->n; k++)
            like += m->group[k] == g ? (double)m->likeness[i * m->n + k] : 0;
        *LIST_ADD(c, &members) = (struct member){i, like};
        int w = window_of(m, m->from[i]->at_ms);
        t.now += w == 0;
        t.before += w == 1;
    }
    qsort(members.at, members.n, sizeof *members.at, by_like);
    for (size_t i = 0; i < members.n; i++)
        strs_add(c, &t.messages, m->from[members.at[i].at]->id);
    t.n = (int64_t)members.n;
    t.share = stat_round((double)t.n / (double)m->n, 4);
    t.sample = cut(c, m->masked.at[members.at[0].at], SAMPLE_MAX);
    t.phrases = mine_phrases(c, m->words, m->group, m->n, g, PHRASES, &said);
    t.label = t.phrases.n && said >= SAID_LEAST ? t.phrases.at[0] : cut(c, t.sample, LABEL_MAX);
    trend_test(m, &t);
    return t;
}

/* ---- all themes ------------------------------------------------------------------------------------------------------------ */

static int by_size(const void *a, const void *b)
{
    const struct mine_theme *x = a, *y = b;
    return x->n > y->n ? -1 : x->n < y->n ? 1 : str_cmp(x->messages.at[0], y->messages.at[0]);
}

static int by_p(const void *a, const void *b)
{
    const struct mine_theme *x = *(struct mine_theme *const *)a, *y = *(struct mine_theme *const *)b;
    return x->p < y->p ? -1 : x->p > y->p ? 1 : by_size(x, y);
}

/* With a hundred themes five would seem to rise by chance: q says how many of those called so would. */
static void trends_name(struct ctx *c, const struct mining *m, struct mine_theme *t, size_t n)
{
    struct mine_theme **tested = NEW_ARRAY(c, struct mine_theme *, n);
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(t[i].p))
            tested[k++] = &t[i];
    if (k)
        qsort(tested, k, sizeof *tested, by_p);
    double least = 1;
    for (size_t i = k; i-- > 0;) {
        double q = tested[i]->p * (double)k / (double)(i + 1);
        least = q < least ? q : least;
        tested[i]->q = stat_round(least, 4);
        double now = (double)tested[i]->now / (double)m->all_now, before = (double)tested[i]->before / (double)m->all_before;
        if (tested[i]->q <= m->opt->sure)
            tested[i]->trend = now < before ? STR("falling") : tested[i]->before ? STR("rising") : STR("new");
    }
}

static void themes_make(struct ctx *c, struct mining *m, struct mine_out *out)
{
    int *size = NEW_ARRAY(c, int, m->groups);
    for (size_t i = 0; i < m->n; i++) {
        int w = window_of(m, m->from[i]->at_ms);
        size[m->group[i]]++;
        m->all_now += w == 0;
        m->all_before += w == 1;
    }
    for (int g = 0; g < m->groups; g++)
        if (size[g] >= m->opt->least)
            *LIST_ADD(c, &out->themes) = theme_of(c, m, g);
    for (size_t i = 0; i < m->n; i++)
        if (size[m->group[i]] < m->opt->least)
            strs_add(c, &out->alone, m->from[i]->id);
    if (!out->themes.n)
        return;
    qsort(out->themes.at, out->themes.n, sizeof *out->themes.at, by_size);
    trends_name(c, m, out->themes.at, out->themes.n);
}

static enum status run(struct ctx *c, const void *opt, const void *in_, void *out_)
{
    const struct mine_in *in = in_;
    struct mine_out *out = out_;
    struct mining m = {.opt = opt};
    *out = (struct mine_out){.backend = STR("none")};
    gather(c, in, &m);
    out->read = (int64_t)m.n;
    out->passed = (int64_t)(in->messages.n - m.n);
    if (!m.n)
        return OK;
    TRY(compare(c, &m, &out->backend));
    float *spare = NEW_ARRAY(c, float, m.n * m.n); /* grouping uses its own up */
    memcpy(spare, m.likeness, m.n * m.n * sizeof *spare);
    double near = !isnan(m.opt->near) ? m.opt->near : str_eq(out->backend, STR("hash")) ? 0.15 : 0.11;
    m.group = NEW_ARRAY(c, int, m.n);
    mine_group(c, spare, m.n, near, m.group, &m.groups);
    mine_settle(c, m.likeness, m.n, near, m.opt->least, m.group, m.groups);
    themes_make(c, &m, out);
    return OK;
}

const struct capability insight_mine = {
    .name = "insight.mine", .doc = "sort what customers say into themes, with counts, trends and their own words", .stage = DECIDE, .needs = GPU,
    .in = &mine_in_record, .out = &mine_out_record, .opt = &mine_opt_record, .run = run};
