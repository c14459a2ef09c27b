/* app/verb/search.c - ask the catalogue: one query for people, a file of them for a TREC run. */
#include "app/learn/embed_cache.h"
#include "app/verb.h"
#include "core/capability.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/lines.h"
#include "core/order.h"
#include "data/catalog.h"
#include "data/fetched.h"
#include "intelligence/answer/look/look_answer.h"
#include "intelligence/answer/search/shelf.h"
#include <math.h>
#include <stdlib.h>

static const struct option options[] = {
    {"k", "N", "hits wanted (10)"},
    {"queries", "FILE", "many queries: \"id<TAB>query\" lines, or JSON lines {\"id\",\"query\"}, or a query a line"},
    {"run", "OUT", "with --queries: write a TREC run (query Q0 product rank score purvey)"},
    {"catalog", "FILE", "search this file of JSON products, one a line, and not the shop"},
    {"full", NULL, "with --queries: whole answers, and how long they took"},
    {"photo", "FILE", "find what looks like this picture; a query beside it limits and ranks"},
    {"like", "ID", "find what is like this product; a query beside it says what shall be otherwise: \"in pastel\""},
    {"words", NULL, "by words alone, without a model of meaning"},
    {"learnt", NULL, "what this shop's visitors taught the ranking, and how many of them"},
    {"index", NULL, "first read the texts and look at the pictures of the shop that were not yet"},
    {"language", "TAG", "of the catalogue (en)"},
    {"currency", "CODE", "of \"under 50\""},
    {0}};

struct goods {
    LIST(struct product) products;
};

static enum status goods_read(struct ctx *c, const char *path, struct goods *s)
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

static enum status shelf_from_file(struct ctx *c, const struct shell *sh, struct shelf **out)
{
    struct goods s = {0};
    struct meaning_rows rows;
    struct str language = shell_option(sh, "language"), by;
    TRY(goods_read(c, shell_option(sh, "catalog").p, &s));
    if (shell_flag(sh, "words")) {
        *out = shelf_make(c, s.products.at, s.products.n, language);
        return OK;
    }
    by = meaning_maker_of(c, s.products.at, s.products.n);
    TRY(embed_cached(c, by, s.products.at, s.products.n, &rows));
    *out = shelf_make_meant(c, s.products.at, s.products.n, language, by, &rows);
    return OK;
}

/* Make what is missing, `at_once` products at a time. */
static enum status make_all(struct ctx *c, struct progress told, struct str by, int64_t at_once,
                            enum status (*update)(struct ctx *, struct str by, int64_t most, int64_t *done, int64_t *left))
{
    int64_t done, left = 1, all = 0;
    while (left) {
        struct arena_mark mark = arena_mark(c->mem);
        TRY(update(c, by, at_once, &done, &left));
        all += done;
        told.all = all + left;
        progress_tell(&told, all);
        arena_reset(c->mem, mark);
    }
    progress_end(&told);
    return OK;
}

static enum status index_all(struct ctx *c)
{
    struct str by;
    TRY(meaning_maker(c, &by));
    return make_all(c, (struct progress){0}, by, 128, meaning_update);
}

/* Look at what was not looked at yet, and at what the shop lets be fetched. */
static enum status look_all(struct ctx *c)
{
    struct str by, fault;
    TRY(looks_maker(c, &by, &fault));
    if (fault.n)
        fprintf(stderr, "the image-text model is left out: %s\n", fault.p);
    TRY(make_all(c, (struct progress){.what = "products seen on their pictures"}, by, 16, looks_update));
    int64_t brought = 0;
    for (int64_t done, left = 1; left; brought += done)
        TRY(fetched_step(c, 16, &done, &left));
    return brought ? make_all(c, (struct progress){.what = "products seen on their pictures"}, by, 16, looks_update) : OK;
}

static enum status shelf_from_shop(struct ctx *c, const struct shell *sh, struct shelf **out)
{
    struct str by;
    TRY(shop_open(c, NULL));
    TRY(settings_load(c));
    if (!shell_flag(sh, "words") && (shell_flag(sh, "index") || shell_option(sh, "queries").n))
        TRY(index_all(c));
    if (shell_flag(sh, "index"))
        TRY(look_all(c));
    TRY(shelf_open(c, out));
    size_t n = shelf_index(c, *out)->n, meant = shelf_meant(c, *out, &by);
    if (meant < n && !shell_flag(sh, "words"))
        fprintf(stderr, "%zu of %zu products are found by their words only; --index reads them for their meaning too\n", n - meant, n);
    return OK;
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

struct timing { /* of whole answers, in microseconds */
    LIST(int64_t) us;
};

static void timing_tell(struct timing *t)
{
    if (!t->us.n)
        return;
    qsort(t->us.at, t->us.n, sizeof *t->us.at, order_int);
    printf("p50 %lld us, p99 %lld us, longest %lld us\n", (long long)t->us.at[t->us.n / 2], (long long)t->us.at[t->us.n * 99 / 100],
           (long long)t->us.at[t->us.n - 1]);
}

struct batch { /* of queries */
    LIST(struct asked_line) lines;
    struct strs texts;
};

static void hits_write(FILE *f, const struct asked_line *l, const struct search_answer *a)
{
    for (size_t i = 0; i < a->hits.n; i++)
        fprintf(f, "%.*s Q0 %.*s %zu %.6f purvey\n", FMT(l->id), FMT(a->hits.at[i].id), i + 1, a->hits.at[i].score);
}

/* Read all queries for their meaning at once, then answer one after the other. */
static enum status batch_answer(struct ctx *c, const struct shell *sh, struct shelf *s, const struct search_question *q, const struct batch *b, FILE *f,
                              struct timing *timing)
{
    struct str by;
    size_t timed = timing->us.n;
    float *v = NULL;
    size_t width = 0;
    if (shelf_meant(c, s, &by) && b->texts.n && !shell_flag(sh, "words"))
        TRY(meaning_embed(c, by, &b->texts, true, &v, &width));
    for (size_t i = 0; i < b->lines.n && shell_flag(sh, "full"); i++)
        *LIST_ADD(c, &timing->us) = 0;
    for (size_t i = 0; i < b->lines.n; i++) {
        struct arena_mark mark = arena_mark(c->mem);
        int64_t begun = clock_steady_us();
        struct search_question one = *q;
        struct search_answer a = {0};
        one.query = b->lines.at[i].query;
        one.meant = v ? v + i * width : NULL;
        one.words = !v;
        one.bare = !shell_flag(sh, "full");
        TRY(shelf_search(c, s, &one, &a));
        if (!one.bare)
            timing->us.at[timed + i] = clock_steady_us() - begun;
        hits_write(f, &b->lines.at[i], &a);
        arena_reset(c->mem, mark);
    }
    return OK;
}

static enum status run_file(struct ctx *c, const struct shell *sh, struct shelf *s, const struct search_question *q)
{
    enum { AT_ONCE = 512 };
    const char *path = shell_option(sh, "queries").p;
    struct str out = shell_option(sh, "run");
    struct lines *t;
    int64_t n = 0, asked = 0;
    FILE *f = stdout;
    if (out.n && !str_is(out, "-"))
        TRY(file_begin(c, out, &f));
    TRY(lines_open(c, path, &t));
    struct timing timing = {0};
    for (bool more = true; more;) {
        struct batch b = {0};
        struct str line;
        while (b.lines.n < AT_ONCE && (more = lines_next(t, &line))) {
            n++;
            if (!str_trim(line).n)
                continue;
            TRY(query_read(c, path, n, line, LIST_ADD(c, &b.lines)));
            strs_add(c, &b.texts, b.lines.at[b.lines.n - 1].query);
        }
        TRY(batch_answer(c, sh, s, q, &b, f, &timing));
        asked += (int64_t)b.lines.n;
    }
    TRY(file_end(c, out, f));
    if (f != stdout)
        printf("%lld queries answered over %zu products; the run is in %s\n", (long long)asked, shelf_index(c, s)->n, out.p);
    timing_tell(&timing);
    return OK;
}

static void tell(struct ctx *c, const struct search_answer *a, bool with_why)
{
    for (size_t i = 0; i < a->chips.n; i++)
        printf("%s[%.*s]", i ? " " : "", FMT(a->chips.at[i].label));
    if (a->chips.n)
        printf("\n");
    if (a->did_you_mean.n)
        printf("read as: %.*s\n", FMT(a->did_you_mean));
    for (size_t i = 0; i < a->unknown.n; i++)
        printf("nothing has: %.*s\n", FMT(a->unknown.at[i]));
    for (size_t i = 0; i < a->hits.n; i++) {
        const struct search_shown *s = &a->hits.at[i];
        printf("%3zu  %-48.*s %14s  %.*s\n", i + 1, FMT(s->title), s->price == NONE ? "" : money_text(c, s->price, s->currency).p, FMT(s->id));
        if (with_why)
            printf("     %.*s\n", FMT(s->why));
    }
    printf("%lld found\n", (long long)a->total);
    for (size_t i = 0; i < a->rescue.n; i++)
        printf("without [%.*s]: %lld\n", FMT(a->rescue.at[i].without), (long long)a->rescue.at[i].total);
}

/* ---- by looks -------------------------------------------------------------------------------------- */

/* Pictures of a file's products lie where the file does. */
static struct str beside(struct ctx *c, struct str catalog, struct str name)
{
    size_t n = catalog.n;
    while (n && catalog.p[n - 1] != '/')
        n--;
    return name.n && name.p[0] != '/' && !str_has(name, STR("://")) ? str_fmt(c, "%.*s%.*s", (int)n, catalog.p, FMT(name)) : name;
}

static enum status mind_from_file(struct ctx *c, struct str catalog, struct goods *g, struct search_mind *mind)
{
    struct look_rows rows = {0};
    struct str by, fault;
    TRY(goods_read(c, catalog.p, g));
    for (size_t i = 0; i < g->products.n; i++)
        for (size_t k = 0; k < g->products.at[i].images.n; k++)
            g->products.at[i].images.at[k] = beside(c, catalog, g->products.at[i].images.at[k]);
    TRY(looks_maker(c, &by, &fault));
    TRY(looks_read(c, by, g->products.at, g->products.n, &rows));
    mind->looks = looks_make(c, by, &rows, g->products.n);
    return OK;
}

static enum status photo_look(struct ctx *c, struct str by, struct str path, struct look *out)
{
    enum status s = looks_see(c, by, &(struct picture_given){.file = path}, out);
    return s == OK ? OK : fail(c, s, "%s: %s", path.p, str_copy(c, str_z(c->why)).p);
}

static enum status by_photo(struct ctx *c, const struct shell *sh, struct search_question *q, struct search_answer *out)
{
    struct str catalog = shell_option(sh, "catalog"), photo = shell_option(sh, "photo"), by;
    struct shelf *shelf;
    struct look look;
    if (!catalog.n) {
        TRY(shelf_from_shop(c, sh, &shelf));
        if (!shelf_looked(c, shelf, &by))
            return fail(c, REJECT, "no picture of this shop was looked at yet: `purvey search --index` does, and the daemon by itself");
        TRY(photo_look(c, by, photo, &look));
        return shelf_photo(c, shelf, &look, q, out);
    }
    struct search_mind mind = {0};
    struct goods g = {0};
    TRY(mind_from_file(c, catalog, &g, &mind));
    TRY(photo_look(c, mind.looks->by, photo, &look));
    const struct search_index *x = search_index_make(c, g.products.at, g.products.n, shell_option(sh, "language"));
    look_photo(c, x, &mind, search_room(c, x), &look, q, out);
    return OK;
}

static enum status by_product(struct ctx *c, const struct shell *sh, const struct search_question *q, struct search_answer *out)
{
    struct str catalog = shell_option(sh, "catalog");
    struct similar_question like = {.product = shell_option(sh, "like"), .change = q->query, .currency = q->currency, .k = q->k};
    struct shelf *shelf;
    if (!catalog.n) {
        TRY(shelf_from_shop(c, sh, &shelf));
        return shelf_similar(c, shelf, &like, out);
    }
    struct search_mind mind = {0};
    struct goods g = {0};
    TRY(mind_from_file(c, catalog, &g, &mind));
    const struct search_index *x = search_index_make(c, g.products.at, g.products.n, shell_option(sh, "language"));
    int32_t doc = shelf_find(x, like.product);
    if (doc == TERM_NONE)
        return fail(c, REJECT, "there is no product %.*s in %s", FMT(like.product), catalog.p);
    look_like(c, x, &mind, search_room(c, x), (uint32_t)doc, &like, out);
    return OK;
}

/* ---- the verb ---------------------------------------------------------------------------------------- */

static enum status check(struct ctx *c, const struct shell *sh, int64_t *k)
{
    bool looks = shell_option(sh, "photo").n || shell_option(sh, "like").n, many = shell_option(sh, "queries").n;
    if (shell_option(sh, "photo").n && shell_option(sh, "like").n)
        return shell_misuse(c, "search takes --photo or --like, not both");
    if (sh->args.n > 1 || (many && (sh->args.n || looks)) || (!sh->args.n && !many && !looks && !shell_flag(sh, "index") && !shell_flag(sh, "learnt")))
        return shell_misuse(c, "search takes one query, in quotes where it has several words, --queries FILE, --photo FILE or --like ID");
    return shell_whole(c, sh, "k", 1, 100000, k);
}

static enum status one(struct ctx *c, const struct shell *sh, struct shelf *shelf, struct search_question *q)
{
    struct search_answer a = {0};
    bool looks = shell_option(sh, "photo").n || shell_option(sh, "like").n;
    q->query = sh->args.n ? sh->args.at[0] : STR("");
    TRY(shell_option(sh, "photo").n ? by_photo(c, sh, q, &a) : looks ? by_product(c, sh, q, &a) : shelf_search(c, shelf, q, &a));
    if (sh->json)
        printf("%s\n", record_to_json(c, &search_answer_record, &a).p);
    else
        tell(c, &a, looks);
    return OK;
}

static void learnt_tell(struct ctx *c, struct shelf *shelf)
{
    const struct search_mind *mind;
    shelf_mind(c, shelf, &mind);
    const struct search_learnt *l = mind->learnt;
    if (!l || !l->bend_visitors) {
        puts("nothing yet: words and meaning are weighed by what each query says alone");
        return;
    }
    printf("words weigh %.2f times what each query says alone: so what %u visitors took after %u queries would have stood highest\n",
           exp((double)l->bend), l->bend_visitors, l->bend_queries);
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct shelf *shelf = NULL;
    struct str catalog = shell_option(sh, "catalog");
    struct search_question q = {.k = 10, .currency = shell_option(sh, "currency"), .words = shell_flag(sh, "words")};
    int64_t want = 10;
    TRY(check(c, sh, &want));
    q.k = (size_t)want;
    if (shell_option(sh, "photo").n || shell_option(sh, "like").n)
        return one(c, sh, NULL, &q);
    TRY(catalog.n ? shelf_from_file(c, sh, &shelf) : shelf_from_shop(c, sh, &shelf));
    if (shell_option(sh, "queries").n)
        return run_file(c, sh, shelf, &q);
    if (shell_flag(sh, "learnt"))
        learnt_tell(c, shelf);
    return sh->args.n ? one(c, sh, shelf, &q) : OK; /* else --index or --learnt alone */
}

const struct verb verb_search = {"search", "QUERY | --queries FILE | --photo FILE [QUERY] | --like ID [QUERY] | --index | --learnt",
                                 "ask the catalogue as a shopper would", options, run, false};
