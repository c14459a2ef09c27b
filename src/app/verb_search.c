/* app/verb_search.c - ask the catalogue: one query for people, a file of them for a TREC run. */
#include "app/verb.h"
#include "core/lines.h"
#include "data/catalog.h"
#include "intelligence/answer/search_answer.h"

static const struct option options[] = {
    {"k", "N", "hits wanted (10)"},
    {"queries", "FILE", "many queries: \"id<TAB>query\" lines, or JSON lines {\"id\",\"query\"}, or a query a line"},
    {"run", "OUT", "with --queries: write a TREC run (query Q0 product rank score purvey)"},
    {"catalog", "FILE", "search this file of JSON products, one a line, and not the shop"},
    {"language", "TAG", "of the catalogue (en)"},
    {"currency", "CODE", "of \"under 50\""},
    {0}};

struct shelf {
    LIST(struct product) products;
};

static enum status shelf_from_file(struct ctx *c, const char *path, struct shelf *s)
{
    struct lines *t;
    int64_t n = 0;
    TRY(lines_open(c, path, &t));
    for (struct str line; lines_next(t, &line);) {
        struct product p;
        n++;
        if (!str_trim(line).n)
            continue;
        if (record_from_json(c, &product_record, str_copy(c, line), LENIENT, &p) != OK)
            return fail(c, REJECT, "%s, line %lld: %s", path, (long long)n, str_copy(c, str_z(c->why)).p);
        *LIST_ADD(c, &s->products) = p;
    }
    return OK;
}

static enum status shelf_from_shop(struct ctx *c, struct shelf *s)
{
    enum { PAGE = 1000 };
    struct str after = STR("");
    TRY(shop_open(c, NULL));
    for (;;) {
        struct strs ids = {0};
        TRY(product_list(c, after, PAGE, &ids));
        for (size_t i = 0; i < ids.n; i++)
            TRY(product_load(c, ids.at[i], LIST_ADD(c, &s->products)));
        if (ids.n < PAGE)
            return OK;
        after = ids.at[ids.n - 1];
    }
}

struct asked_line {
    struct str id, query;
};
static const struct record line_record = {"search.line", sizeof(struct asked_line), (const struct field[]){
    FIELD(struct asked_line, id, .flags = OPTIONAL | LOOSE, .doc = "of the query"),
    FIELD(struct asked_line, query, .max = 2000, .doc = "as the shopper wrote it"),
    {0}}};

static enum status query_read(struct ctx *c, const char *path, int64_t n, struct str line, struct asked_line *out)
{
    struct str t = str_copy(c, str_trim(line));
    size_t tab = str_find(t, STR("\t"), 0);
    *out = (struct asked_line){str_fmt(c, "%lld", (long long)n), t};
    if (str_starts(t, STR("{"))) {
        struct str id = out->id;
        if (record_from_json(c, &line_record, t, LENIENT, out) != OK)
            return fail(c, REJECT, "%s, line %lld: %s", path, (long long)n, str_copy(c, str_z(c->why)).p);
        out->id = out->id.n ? out->id : id;
    } else if (tab != SIZE_MAX)
        *out = (struct asked_line){str_copy(c, str_trim(str_part(t, 0, tab))), str_copy(c, str_trim(str_part(t, tab + 1, t.n)))};
    return OK;
}

static enum status run_file(struct ctx *c, const struct shell *sh, const struct search_index *x, struct search_question *q)
{
    const char *path = shell_option(sh, "queries").p;
    struct str out = shell_option(sh, "run");
    struct lines *t;
    int64_t n = 0, asked = 0;
    FILE *f = out.n && !str_eq(out, STR("-")) ? fopen(out.p, "w") : stdout;
    if (!f)
        return fail(c, RETRY, "%s cannot be written; name a file in a folder that is there", out.p);
    TRY(lines_open(c, path, &t));
    struct search_room *room = search_room(c, x);
    for (struct str line; lines_next(t, &line);) {
        struct arena_mark mark = arena_mark(c->mem);
        struct asked_line l;
        n++;
        if (!str_trim(line).n)
            continue;
        TRY(query_read(c, path, n, line, &l));
        struct search_asked a;
        struct search_hits h;
        search_ask(c, x, l.query, q->currency, NULL, &a);
        search_rank(c, x, room, &a, q->k, &h);
        for (size_t i = 0; i < h.n; i++)
            fprintf(f, "%.*s Q0 %.*s %zu %.6f purvey\n", FMT(l.id), FMT(x->doc[h.at[i].doc].id), i + 1, h.at[i].score);
        arena_reset(c->mem, mark);
        asked++;
    }
    if (f != stdout && fclose(f))
        return fail(c, RETRY, "%s could not be written to its end", out.p);
    if (f != stdout)
        printf("%lld queries answered over %zu products; the run is in %s\n", (long long)asked, x->n, out.p);
    return OK;
}

static void tell(struct ctx *c, const struct search_answer *a)
{
    for (size_t i = 0; i < a->chips.n; i++)
        printf("%s[%.*s]", i ? " " : "", FMT(a->chips.at[i].label));
    if (a->chips.n)
        printf("\n");
    if (a->did_you_mean.n)
        printf("read as: %.*s\n", FMT(a->did_you_mean));
    for (size_t i = 0; i < a->hits.n; i++) {
        const struct search_shown *s = &a->hits.at[i];
        printf("%3zu  %-48.*s %14s  %.*s\n", i + 1, FMT(s->title), s->price == NONE ? "" : money_text(c, s->price, s->currency).p, FMT(s->id));
    }
    printf("%lld found\n", (long long)a->total);
    for (size_t i = 0; i < a->rescue.n; i++)
        printf("without [%.*s]: %lld\n", FMT(a->rescue.at[i].without), (long long)a->rescue.at[i].total);
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct shelf s = {0};
    struct str catalog = shell_option(sh, "catalog"), k = shell_option(sh, "k");
    struct search_question q = {.k = 10, .currency = shell_option(sh, "currency")};
    int64_t want = 10;
    if ((sh->args.n == 1) == (shell_option(sh, "queries").n > 0))
        return shell_misuse(c, "search takes one query, in quotes where it has several words, or --queries FILE");
    if (k.n && (!str_int(k, &want) || want < 1 || want > 100000))
        return shell_misuse(c, "-k takes a number from 1 to 100000, not %.*s", FMT(k));
    q.k = (size_t)want;
    TRY(catalog.n ? shelf_from_file(c, catalog.p, &s) : shelf_from_shop(c, &s));
    const struct search_index *x = search_index_make(c, s.products.at, s.products.n, shell_option(sh, "language"));
    if (!sh->args.n)
        return run_file(c, sh, x, &q);
    struct search_answer a = {0};
    q.query = sh->args.at[0];
    search_answer(c, x, search_room(c, x), &q, &a);
    if (sh->json)
        printf("%s\n", record_to_json(c, &search_answer_record, &a).p);
    else
        tell(c, &a);
    return OK;
}

const struct verb verb_search = {"search", "QUERY | --queries FILE", "ask the catalogue as a shopper would", options, run, false};
