/* intelligence/model/text_openai.c - any endpoint that speaks OpenAI's chat completions: URL, key and model by setting.
 *
 * Personal data is taken out of what is sent and put back into what comes. What comes is text, checked against the schema
 * where one was asked for, and never an instruction to us.
 * Source  POST {url}/chat/completions with "stream": true; events as of the HTML standard, 9.2
 */
#include "core/budget.h"
#include "core/http.h"
#include "core/json.h"
#include "core/model.h"
#include "core/personal.h"
#include "core/rand.h"
#include "core/settings.h"
#include "intelligence/model/schema.h"
#include "intelligence/model/text_calls.h"
#include <stdlib.h>

enum { BYTES_PER_TOKEN = 3, WAIT_MOST_MS = 20000, LINE_MOST = 1 << 20, IDLE_MS = 60000, WHY_MOST = 200 };

struct options {
    struct str url, key, key_env, model;
    double price_in, price_out;
    int64_t tries, timeout_s, wait_ms;
    bool whole, schema_in_words, tools_in_words;
};
const struct record openai_record = {"openai", sizeof(struct options), (const struct field[]){
    FIELD(struct options, url, .flags = OPTIONAL, .doc = "up to /v1, as in https://api.openai.com/v1"),
    FIELD(struct options, key, .flags = OPTIONAL | SECRET_FIELD, .doc = "the key; better in the environment"),
    FIELD(struct options, key_env, .init_str = "PURVEY_OPENAI_KEY", .flags = OPTIONAL, .doc = "the environment variable that holds the key"),
    FIELD(struct options, model, .flags = OPTIONAL, .doc = "which model is asked"),
    FIELD(struct options, price_in, .max = 1e6, .flags = OPTIONAL, .doc = "money for a million tokens read"),
    FIELD(struct options, price_out, .max = 1e6, .flags = OPTIONAL, .doc = "money for a million tokens written"),
    FIELD(struct options, tries, .min = 1, .max = 10, .init = 3, .flags = OPTIONAL, .doc = "calls until it is given up"),
    FIELD(struct options, timeout_s, .unit = "s", .min = 1, .max = 3600, .init = 120, .flags = OPTIONAL, .doc = "for one answer"),
    FIELD(struct options, wait_ms, .unit = "ms", .min = 0, .max = 60000, .init = 500, .flags = OPTIONAL,
          .doc = "before the second try; doubled before each one after"),
    FIELD(struct options, whole, .flags = OPTIONAL, .doc = "have the answer come whole, not as it is written"),
    FIELD(struct options, schema_in_words, .flags = OPTIONAL, .doc = "for endpoints that know no response_format"),
    FIELD(struct options, tools_in_words, .flags = OPTIONAL, .doc = "for endpoints that know no tools: they are told, and calls are read from the text"),
    {0}}};

struct answer { /* of one call */
    LIST(struct choice { struct buf text; struct str stop; struct str calls; }) choices;
    int64_t tokens_in, tokens_out;
    bool has_end; /* the server said that it was done */
    struct str error;
};
struct call {
    struct ctx *c;
    const struct options *opt;
    const struct text_in *in;
    struct personal personal;
    struct str body;
    struct buf line, plain; /* the line that comes; what came in lines that are no events */
    bool is_stream, is_odd;
    struct answer answer;
};

/* ---- what is asked ----------------------------------------------------------------------------- */

static void add_message(struct ctx *c, struct tree *t, struct node *list, const char *role, struct str text)
{
    (void)c;
    struct node *o = tree_object(t);
    node_set(t, o, "role", tree_str(t, str_z(role)));
    node_set(t, o, "content", tree_str(t, text));
    node_add(t, list, o);
}

static struct node *response_format(struct tree *t, struct str schema)
{
    struct node *o = tree_object(t), *s = tree_object(t);
    node_set(t, o, "type", tree_str(t, STR("json_schema")));
    node_set(t, s, "name", tree_str(t, STR("answer")));
    node_set(t, s, "strict", tree_bool(t, true));
    node_set(t, s, "schema", tree_raw(t, schema));
    node_set(t, o, "json_schema", s);
    return o;
}

/* Calls of tools are taken whole: half a call is none. */
static bool is_whole(const struct call *k) { return k->opt->whole || k->in->tools.text.n; }

static struct str body_of(struct call *k)
{
    struct ctx *c = k->c;
    const struct text_in *in = k->in;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *messages = tree_array(t);
    struct str prompt = personal_redact(c, in->prompt, &in->names, &k->personal);
    if (in->schema.n && k->opt->schema_in_words)
        prompt = str_fmt(c, "%s\n\nAnswer with JSON only, of this schema:\n%s", prompt.p, in->schema.p);
    bool told = in->tools.text.n && k->opt->tools_in_words;
    struct str system = told ? str_fmt(c, "%.*s\n\n%.*s", FMT(in->system), FMT(text_calls_words(c, in->tools.text))) : in->system;
    if (system.n)
        add_message(c, t, messages, "system", personal_redact(c, system, &in->names, &k->personal));
    for (size_t i = 0; i < in->messages.n; i++)
        add_message(c, t, messages, in->messages.at[i].role.p, personal_redact(c, in->messages.at[i].text, &in->names, &k->personal));
    if (!in->messages.n)
        add_message(c, t, messages, "user", prompt);
    if (in->tools.text.n && !told)
        node_set(t, o, "tools", tree_raw(t, in->tools.text));
    node_set(t, o, "model", tree_str(t, in->model.n ? in->model : k->opt->model));
    node_set(t, o, "messages", messages);
    node_set(t, o, "max_tokens", tree_int(t, in->max_tokens));
    node_set(t, o, "temperature", tree_real(t, in->temperature));
    node_set(t, o, "seed", tree_int(t, (int64_t)(c->seed & INT32_MAX)));
    if (in->n > 1)
        node_set(t, o, "n", tree_int(t, in->n));
    if ((in->schema.n || told) && !k->opt->schema_in_words)
        node_set(t, o, "response_format", response_format(t, told ? str_z(text_calls_schema) : in->schema));
    if (!is_whole(k)) {
        struct node *usage = tree_object(t);
        node_set(t, usage, "include_usage", tree_bool(t, true));
        node_set(t, o, "stream", tree_bool(t, true));
        node_set(t, o, "stream_options", usage);
    }
    return tree_text(c, t, o);
}

/* ---- what comes ---------------------------------------------------------------------------------- */

static void show(struct call *k)
{
    if (k->c->partial && k->answer.choices.n && str_is_utf8(buf_str(&k->answer.choices.at[0].text)))
        k->c->partial(k->c, personal_restore(k->c, buf_str(&k->answer.choices.at[0].text), &k->personal));
}

/* [{"name", "arguments"}]; the arguments as an object, where they are JSON at all. */
static struct str calls_of(struct ctx *c, const struct json *calls)
{
    struct tree *t = tree_open(c);
    struct node *list = tree_array(t);
    for (struct json_walk w = json_walk(calls); json_next(&w);) {
        const struct json *f = json_get(w.value, "function"), *args = json_get(f, "arguments"), *read;
        struct ctx quiet = *c;
        struct node *o = tree_object(t);
        if (json_kind(args) == JSON_STR && json_read(&quiet, str_copy(&quiet, json_str(args)), &read) == OK)
            args = read;
        node_set(t, o, "name", tree_str(t, str_mend(c, str_copy(c, json_str(json_get(f, "name"))))));
        node_set(t, o, "arguments", json_kind(args) == JSON_OBJECT ? tree_raw(t, json_text(c, args)) : tree_object(t));
        node_add(t, list, o);
    }
    return tree_text(c, t, list);
}

/* One object of the stream, or the whole answer where there is no stream. */
static void take(struct call *k, const struct json *v)
{
    struct answer *a = &k->answer;
    const struct json *usage = json_get(v, "usage");
    for (struct json_walk w = json_walk(json_get(v, "choices")); json_next(&w);) {
        int64_t index = json_int(json_get(w.value, "index"));
        const struct json *say = json_get(w.value, "delta");
        struct str text = json_str(json_get(say ? say : json_get(w.value, "message"), "content"));
        struct str stop = json_str(json_get(w.value, "finish_reason"));
        if (index < 0 || index >= k->in->n)
            continue;
        while (a->choices.n <= (size_t)index)
            *LIST_ADD(k->c, &a->choices) = (struct choice){0};
        if (text.n)
            buf_add(k->c, &a->choices.at[index].text, text);
        if (json_kind(json_get(json_get(w.value, "message"), "tool_calls")) == JSON_ARRAY)
            a->choices.at[index].calls = calls_of(k->c, json_get(json_get(w.value, "message"), "tool_calls"));
        if (stop.n)
            a->choices.at[index].stop = str_copy(k->c, stop);
    }
    if (json_kind(usage) == JSON_OBJECT) {
        a->tokens_in = json_int(json_get(usage, "prompt_tokens"));
        a->tokens_out = json_int(json_get(usage, "completion_tokens"));
    }
    const struct json *error = json_get(v, "error");
    if (json_kind(error) == JSON_OBJECT || json_kind(error) == JSON_STR)
        a->error = str_copy(k->c, json_kind(error) == JSON_STR ? json_str(error) : json_str(json_get(error, "message")));
}

static void take_line(struct call *k)
{
    const struct json *v;
    struct ctx quiet = *k->c;
    struct str line = str_trim(buf_str(&k->line));
    k->line.n = 0;
    if (!str_starts(line, STR("data:"))) { /* comments, event names; or an answer that is no stream */
        buf_add(k->c, &k->plain, line);
        return;
    }
    k->is_stream = true;
    line = str_trim(str_part(line, 5, line.n));
    if (str_eq(line, STR("[DONE]")))
        k->answer.has_end = true;
    else if (json_read(&quiet, str_copy(&quiet, line), &v) == OK)
        take(k, v);
    else
        k->is_odd = true;
}

static bool on_part(void *arg, struct str bytes)
{
    struct call *k = arg;
    for (size_t i = 0; i < bytes.n && k->line.n < LINE_MOST; i++) {
        buf_byte(k->c, &k->line, bytes.p[i]);
        if (bytes.p[i] == '\n')
            take_line(k);
    }
    show(k);
    return k->line.n < LINE_MOST && k->plain.n < LINE_MOST;
}

/* ---- one call, and the next ------------------------------------------------------------------------- */

static struct str key_of(const struct options *opt)
{
    const char *env = opt->key.n ? NULL : getenv(opt->key_env.p);
    return opt->key.n ? opt->key : env ? str_z(env) : STR("");
}

/* What a server says of an error, short, without our key. */
static struct str said(struct ctx *c, struct str key, struct str text)
{
    text = str_trim(key.n ? str_replace(c, text, key, STR("(key)")) : text);
    return str_is_utf8(text) ? str_fmt(c, "%s%.*s", text.n ? ": " : "", (int)(text.n < WHY_MOST ? text.n : WHY_MOST), text.n ? text.p : "") : STR("");
}

static enum status judge(struct call *k, const struct http_out *out, struct str key)
{
    struct ctx *c = k->c;
    const struct json *v;
    struct ctx quiet = *c;
    take_line(k);
    if (!k->is_stream && json_read(&quiet, buf_str(&k->plain), &v) == OK) {
        take(k, v);
        k->answer.has_end = k->answer.choices.n > 0;
    }
    struct str more = said(c, key, k->answer.error);
    if (out->status == 401 || out->status == 403)
        return fail(c, REJECT, "the endpoint refuses the key (%lld)%s", (long long)out->status, more.p);
    if (out->status == 429 || out->status == 408 || out->status >= 500)
        return fail(c, RETRY, "the endpoint answers %lld%s", (long long)out->status, more.p);
    if (out->status != 200)
        return fail(c, REJECT, "the endpoint answers %lld%s", (long long)out->status, more.p);
    if (k->answer.error.n)
        return fail(c, RETRY, "the endpoint broke off%s", more.p);
    bool is_stopped = k->answer.choices.n > 0;
    for (size_t i = 0; i < k->answer.choices.n; i++)
        is_stopped &= k->answer.choices.at[i].stop.n > 0;
    if (out->is_cut || k->is_odd || !k->answer.choices.n)
        return fail(c, RETRY, "the endpoint's answer is no chat completion");
    return k->answer.has_end || is_stopped ? OK : fail(c, RETRY, "the endpoint's answer was cut off");
}

static enum status ask_once(struct call *k, int64_t *wait_ms)
{
    struct ctx *c = k->c;
    struct str key = key_of(k->opt), base = k->opt->url;
    struct http_out out = {0};
    while (str_ends(base, STR("/")))
        base = str_part(base, 0, base.n - 1);
    struct http_in in = {.url = str_fmt(c, "%.*s/chat/completions", FMT(base)), .body = k->body, .timeout_ms = k->opt->timeout_s * 1000,
                         .idle_ms = IDLE_MS, .part = on_part, .arg = k};
    http_add(c, &in, "content-type", STR("application/json"));
    if (key.n)
        http_add(c, &in, "authorization", str_fmt(c, "Bearer %s", key.p));
    k->answer = (struct answer){0};
    k->line = k->plain = (struct buf){0};
    k->is_stream = k->is_odd = false;
    TRY(breaker_open(c, k->opt->url));
    enum status s = http_do(c, &in, &out);
    if (s == OK)
        s = judge(k, &out, key);
    *wait_ms = out.retry_after_ms;
    if (s != OK && c->gone && c->gone(c))
        return s; /* it was us who broke off */
    breaker_note(c, k->opt->url, out.status && out.status != 429 && out.status < 500);
    return s;
}

static int64_t cost(const struct options *opt, int64_t in, int64_t out)
{
    return (int64_t)((double)in * opt->price_in + (double)out * opt->price_out + 0.5); /* per million, in millionths */
}

static struct str backend_name(struct call *k)
{
    return str_fmt(k->c, "openai:%.*s", FMT(k->in->model.n ? k->in->model : k->opt->model));
}

/* Note what was spent; a server that does not count is counted for. */
static void charge(struct call *k, struct text_out *out)
{
    struct answer *a = &k->answer;
    int64_t written = 0;
    for (size_t i = 0; i < a->choices.n; i++)
        written += (int64_t)a->choices.at[i].text.n / BYTES_PER_TOKEN;
    a->tokens_out = a->tokens_out ? a->tokens_out : written;
    a->tokens_in = a->tokens_in ? a->tokens_in : a->tokens_out ? (int64_t)k->body.n / BYTES_PER_TOKEN : 0;
    int64_t micro = cost(k->opt, a->tokens_in, a->tokens_out);
    if (!a->tokens_in && !a->tokens_out)
        return;
    out->tokens_in += a->tokens_in;
    out->tokens_out += a->tokens_out;
    out->cost_micro += micro;
    budget_note(k->c, backend_name(k), a->tokens_in, a->tokens_out, micro);
}

/* "```json …```" as models write it in spite of all. */
static struct str unfenced(struct str s)
{
    s = str_trim(s);
    size_t line = str_find(s, STR("\n"), 0);
    if (str_starts(s, STR("```")) && str_ends(s, STR("```")) && line != SIZE_MAX && line + 3 < s.n)
        s = str_trim(str_part(s, line + 1, s.n - 3));
    return s;
}

static enum status accept(struct call *k, struct text_out *out)
{
    struct ctx *c = k->c;
    const struct json *schema = NULL, *v;
    struct ctx aside = *c;
    enum status s = OK;
    if (k->in->schema.n)
        TRY(json_read(c, k->in->schema, &schema));
    for (size_t i = 0; i < k->answer.choices.n; i++) {
        struct str text = str_copy(c, unfenced(buf_str(&k->answer.choices.at[i].text))), stop = k->answer.choices.at[i].stop;
        struct str calls = k->in->tools.text.n ? k->answer.choices.at[i].calls : (struct str){0};
        if (k->in->tools.text.n && !calls.n && str_is_utf8(text)) /* as servers do that know no tools, and models that forget them */
            calls = text_calls_in(c, text);
        bool is_good = (text.n || calls.n) && str_is_utf8(text);
        if (is_good && schema)
            is_good = (s = json_read(&aside, text, &v)) == OK && (s = schema_check(&aside, schema, v)) == OK;
        if (is_good)
            *LIST_ADD(c, &out->candidates) = (struct candidate){
                .text = personal_restore(c, text, &k->personal), .tokens = (int64_t)text.n / BYTES_PER_TOKEN,
                .stop = str_eq(stop, STR("length")) ? STR("length") : STR("end"), .calls = {calls}};
    }
    if (out->candidates.n)
        return OK;
    return fail(c, RETRY, "the answer is not what was asked for%s%s", s == OK ? ": it is empty" : ": ", s == OK ? "" : aside.why);
}

static enum status ask(struct call *k, struct text_out *out)
{
    struct ctx *c = k->c;
    uint64_t seed = c->seed;
    int64_t about_in = (int64_t)k->body.n / BYTES_PER_TOKEN, about_out = k->in->n * k->in->max_tokens;
    for (int64_t i = 1;; i++) {
        int64_t wait_ms = 0;
        TRY(budget_allow(c, about_in + about_out, cost(k->opt, about_in, about_out)));
        enum status s = ask_once(k, &wait_ms);
        charge(k, out);
        s = s == OK ? accept(k, out) : s;
        if (s != RETRY || i == k->opt->tries || (c->gone && c->gone(c)))
            return s;
        int64_t own = (k->opt->wait_ms << (i - 1)) + (int64_t)rand_below(&seed, (uint64_t)k->opt->wait_ms / 2 + 1);
        if (wait_ms > WAIT_MOST_MS)
            return s; /* the loop comes again later */
        TRY(http_wait(c, wait_ms > own ? wait_ms : own));
    }
}

/* The section "openai" is where the shop says it; the capability's own options, where they name a URL, go before it. */
static enum status run(struct ctx *c, const void *opt_, const void *in, void *out_)
{
    struct text_out *out = out_;
    struct options opt = *(const struct options *)opt_;
    if (!opt.url.n)
        TRY(settings_read(c, &openai_record, STR("openai"), &opt));
    struct call k = {.c = c, .opt = &opt, .in = in};
    if (!opt.url.n)
        return fail(c, REJECT, "no outside model is set: purvey settings set openai '{\"url\":\"https://…/v1\",\"model\":\"…\"}'");
    if (!opt.model.n && !k.in->model.n)
        return fail(c, REJECT, "the setting \"openai\" names no model");
    k.body = body_of(&k);
    TRY(ask(&k, out));
    out->backend = backend_name(&k);
    return OK;
}

const struct capability text_openai = {
    .name = "text.openai",
    .doc = "ask any OpenAI-compatible endpoint; personal data stays here, budgets and prices are kept",
    .stage = TOOL,
    .needs = NET | SECRET,
    .in = &text_in_record,
    .out = &text_out_record,
    .opt = &openai_record,
    .run = run,
    .twin = "text.template",
};
