/* intelligence/answer/look/looks_keep.c - looks of the shop's pictures: made when they come or change, kept, read again.
 *
 * Tables  reads product, picture, fetched, setting; writes picture, meta
 */
#include "core/capability.h"
#include "core/clip.h"
#include "core/cutout.h"
#include "core/hash.h"
#include "core/settings.h"
#include "core/sight.h"
#include "data/catalog.h"
#include "data/fetched.h"
#include "data/object.h"
#include "intelligence/answer/look/looks.h"
#include "intelligence/answer/search/search_word.h"
#include <math.h>
#include <stdlib.h>

const struct record picture_rules_record = {"picture_rules", sizeof(struct picture_rules), (const struct field[]){
    FIELD(struct picture_rules, embed, .choice = "embed.clip|embed.image|embed.colour", .flags = OPTIONAL,
          .doc = "the capability that looks at pictures; absent: embed.clip where its folder is set, embed.image where its network is there, else embed.colour"),
    {0}}};

enum status looks_maker(struct ctx *c, struct str *by, struct str *fault)
{
    struct picture_rules r;
    struct clip_rules own;
    struct str mark;
    *fault = (struct str){0};
    TRY(settings_read(c, &picture_rules_record, STR("picture"), &r));
    TRY(clip_rules_read(c, &own));
    bool wants_own = r.embed.n ? str_eq(r.embed, STR("embed.clip")) : own.folder.n > 0;
    *by = r.embed.n && !wants_own ? r.embed : sight_find(c).n ? STR("embed.image") : STR("embed.colour");
    if (wants_own && clip_mark(c, own.folder, &mark) == OK)
        *by = str_fmt(c, "embed.clip %.*s", FMT(mark));
    else if (wants_own)
        *fault = str_copy(c, str_z(c->why));
    if (cutout_find(c).n) /* colours are gathered otherwise: a look is made anew */
        *by = str_fmt(c, "%.*s cutout", FMT(*by));
    return OK;
}

static enum status see_all(struct ctx *c, struct str by, const struct look_in *in, struct look_out *out)
{
    size_t n = str_find(by, STR(" "), 0);
    return capability_call(c, str_copy(c, str_part(by, 0, n == SIZE_MAX ? by.n : n)).p, in, out);
}

enum status looks_see(struct ctx *c, struct str by, const struct picture_given *picture, struct look *out)
{
    struct look_in ask = {0};
    struct look_out looks = {0};
    *LIST_ADD(c, &ask.pictures) = *picture;
    TRY(see_all(c, by, &ask, &looks));
    *out = looks.looks.at[0];
    return out->fault.n ? fail(c, REJECT, "%s", str_copy(c, out->fault).p) : OK;
}

/* ---- rows ------------------------------------------------------------------------------------------- */

struct picture_row {
    struct str product, name, model, seen, numbers, fault;
    struct raw tones;
    int64_t pos;
    double scale;
};
static const struct record picture_record = {"picture", sizeof(struct picture_row), (const struct field[]){
    FIELD(struct picture_row, product, .flags = KEY),
    FIELD(struct picture_row, pos, .flags = KEY),
    FIELD(struct picture_row, name),
    FIELD(struct picture_row, model),
    FIELD(struct picture_row, seen),
    FIELD(struct picture_row, numbers, .flags = OPTIONAL),
    FIELD(struct picture_row, scale),
    FIELD(struct picture_row, tones, .flags = OPTIONAL),
    FIELD(struct picture_row, fault, .flags = OPTIONAL),
    {0}}};

struct row_list {
    LIST(struct picture_row) at;
};

/* The rest of a look, as JSON: its colours. */
static struct raw tones_json(struct ctx *c, const struct look *l)
{
    struct look only = {.tones = {l->tones.at, l->tones.n}};
    return (struct raw){record_to_json(c, &look_record, &only)};
}

static void row_fill(struct ctx *c, const struct look *l, struct picture_row *r)
{
    double most = 1e-12;
    char *at = arena_take(c->mem, l->v.n + 1);
    r->fault = l->fault;
    if (!l->v.n)
        return;
    for (size_t k = 0; k < l->v.n; k++)
        most = fmax(most, fabs(l->v.at[k]));
    r->scale = most / 127;
    for (size_t k = 0; k < l->v.n; k++)
        at[k] = (char)lrint(l->v.at[k] / r->scale);
    r->numbers = hash_base64(c, (struct str){at, l->v.n});
    r->tones = tones_json(c, l);
}

static bool row_read(struct ctx *c, const struct picture_row *r, struct look *out)
{
    struct str bytes;
    *out = (struct look){0};
    if (!r->numbers.n || !hash_from_base64(c, r->numbers, &bytes) || bytes.n > LOOK_WIDTH)
        return false;
    if (r->tones.text.n && record_from_json(c, &look_record, r->tones.text, LENIENT, out) != OK)
        return false;
    out->v = (struct reals){NEW_ARRAY(c, double, bytes.n), bytes.n};
    for (size_t k = 0; k < bytes.n; k++)
        out->v.at[k] = (signed char)bytes.p[k] * r->scale;
    return true;
}

/* ---- making what is missing -------------------------------------------------------------------------- */

struct pending {
    struct str id, hash;
    struct strs images;
};
static const struct record pending_record = {"pending", sizeof(struct pending), (const struct field[]){
    FIELD(struct pending, id), FIELD(struct pending, hash), FIELD(struct pending, images, .flags = OPTIONAL), {0}}};

#define PENDING " FROM product p LEFT JOIN picture k ON k.product = p.id AND k.pos = 0 AND k.model = $1" \
                " WHERE p.gone = 0 AND (k.product IS NULL OR k.seen <> p.hash)"

/* The same picture was looked at before: of this product, or of another that shares it. */
static enum status known(struct ctx *c, struct str by, struct picture_row *r, bool *found)
{
    struct picture_row had;
    LIST(struct picture_row) list = {0};
    TRY(db_all(c, &picture_record, &list, "SELECT product, pos, name, model, seen, numbers, scale, tones, fault FROM picture"
                                          " WHERE name = $1 AND model = $2 AND numbers IS NOT NULL LIMIT 1", A(r->name), A(by)));
    *found = list.n > 0;
    if (!list.n)
        return OK;
    had = list.at[0];
    r->numbers = had.numbers, r->scale = had.scale, r->tones = had.tones;
    return OK;
}

/* A product's rows, those to be looked at among `ask` by their place in `rows`. */
static enum status due_add(struct ctx *c, struct str by, const struct pending *p, struct row_list *rows, struct look_in *ask, struct ints *of)
{
    size_t n = p->images.n < PICTURES_MOST ? p->images.n : PICTURES_MOST;
    for (size_t i = 0; i < (n ? n : 1); i++) {
        bool found = false;
        struct picture_row *r = LIST_ADD(c, &rows->at);
        *r = (struct picture_row){.product = p->id, .pos = (int64_t)i, .name = n ? p->images.at[i] : STR(""), .model = by, .seen = p->hash};
        if (!n)
            continue;
        TRY(known(c, by, r, &found));
        struct str file = r->name;
        if (!found && fetched_is_address(file))
            TRY(fetched_name(c, r->name, &file));
        if (!file.n)
            r->fault = STR("it is an address elsewhere; only pictures that the shop's folder keeps, or that picture.fetch allows to be fetched, are looked at");
        else if (!found) {
            *LIST_ADD(c, &ask->pictures) = (struct picture_given){.file = file};
            *LIST_ADD(c, of) = (int64_t)rows->at.n - 1;
        }
    }
    return OK;
}

static enum status rows_save(struct ctx *c, const struct row_list *rows)
{
    for (size_t i = 0; i < rows->at.n; i++) {
        const struct picture_row *r = &rows->at.at[i];
        if (r->pos == 0)
            TRY(db_run(c, "DELETE FROM picture WHERE product = $1", A(r->product)));
        TRY(db_add(c, &picture_record, r));
    }
    return OK;
}

enum status looks_update(struct ctx *c, struct str by, int64_t most, int64_t *done, int64_t *left)
{
    LIST(struct pending) list = {0};
    struct row_list rows = {0};
    struct look_in ask = {0};
    struct look_out looks = {0};
    struct ints of = {0};
    *done = *left = 0;
    TRY(db_all(c, &pending_record, &list, "SELECT p.id, p.hash, p.images" PENDING " ORDER BY p.id LIMIT $2", A(by), A(most)));
    if (!list.n)
        return OK;
    for (size_t i = 0; i < list.n; i++)
        TRY(due_add(c, by, &list.at[i], &rows, &ask, &of));
    if (ask.pictures.n)
        TRY(see_all(c, by, &ask, &looks));
    for (size_t i = 0; i < looks.looks.n && i < of.n; i++)
        row_fill(c, &looks.looks.at[i], &rows.at.at[of.at[i]]);
    IN_ONE_STEP(c, rows_save(c, &rows));
    *done = (int64_t)list.n;
    TRY(db_int(c, left, "SELECT COUNT(*)" PENDING, A(by)));
    if (*left)
        return OK;
    return db_run(c, "INSERT INTO meta (name, value) VALUES ('looked', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                  A(str_fmt(c, "%lld", (long long)c->now_ms))); /* who holds looks in memory reads them again */
}

/* ---- reading ------------------------------------------------------------------------------------------ */

struct found_row { /* by product, to be put in the products' order */
    uint32_t doc, next;
    struct look look;
};

static void rows_in_order(struct ctx *c, const struct found_row *at, const uint32_t *head, size_t n, struct look_rows *out)
{
    for (uint32_t d = 0; d < n; d++)
        for (uint32_t i = head[d]; i; i = at[i - 1].next) {
            *LIST_ADD(c, &out->doc) = d;
            *LIST_ADD(c, &out->look) = at[i - 1].look;
        }
}

struct loading {
    struct wordlist ids;
    LIST(struct found_row) found;
    uint32_t *head, *last; /* [products] number + 1 in `found` */
    struct str after;      /* where the next page begins */
    int64_t pos;
    size_t got;
};

/* Without names and what was around it: a page of rows is read in memory of its own. */
static struct look look_copy(struct ctx *c, const struct look *l)
{
    struct look out = {.v = {NEW_ARRAY(c, double, l->v.n), l->v.n}};
    memcpy(out.v.at, l->v.at, l->v.n * sizeof *l->v.at);
    for (size_t i = 0; i < l->tones.n; i++) {
        struct tone *t = LIST_ADD(c, &out.tones);
        *t = l->tones.at[i];
        t->name = str_copy(c, t->name);
    }
    return out;
}

static enum status page_load(struct ctx *c, struct ctx *page, struct str by, struct loading *all)
{
    enum { PAGE = 500 };
    LIST(struct picture_row) rows = {0};
    TRY(db_all(page, &picture_record, &rows, "SELECT product, pos, name, model, seen, numbers, scale, tones, fault FROM picture"
                                             " WHERE model = $1 AND (product > $2 OR (product = $2 AND pos > $3)) ORDER BY product, pos LIMIT $4",
               A(by), A(all->after), A(all->pos), A((int64_t)PAGE)));
    for (size_t i = 0; i < rows.n; i++) {
        int32_t d = wordlist_find(&all->ids, rows.at[i].product);
        struct look l;
        if (d == TERM_NONE || !row_read(page, &rows.at[i], &l))
            continue;
        *LIST_ADD(c, &all->found) = (struct found_row){(uint32_t)d, 0, look_copy(c, &l)};
        if (all->last[d])
            all->found.at[all->last[d] - 1].next = (uint32_t)all->found.n;
        else
            all->head[d] = (uint32_t)all->found.n;
        all->last[d] = (uint32_t)all->found.n;
    }
    all->got = rows.n;
    if (rows.n)
        all->after = str_copy(c, rows.at[rows.n - 1].product), all->pos = rows.at[rows.n - 1].pos;
    return OK;
}

enum status looks_load(struct ctx *c, struct str by, const struct product *p, size_t n, struct look_rows *out)
{
    struct loading all = {.head = NEW_ARRAY(c, uint32_t, n + 1), .last = NEW_ARRAY(c, uint32_t, n + 1), .after = STR(""), .pos = -1, .got = 1};
    for (size_t i = 0; i < n; i++)
        wordlist_add(c, &all.ids, p[i].id);
    while (all.got) {
        struct ctx page = *c;
        page.mem = arena_open();
        enum status s = page_load(c, &page, by, &all);
        arena_close(page.mem);
        if (s != OK)
            return fail(c, s, "%s", page.why);
    }
    rows_in_order(c, all.found.at, all.head, n, out);
    return OK;
}

enum status looks_read(struct ctx *c, struct str by, const struct product *p, size_t n, struct look_rows *out)
{
    for (size_t i = 0; i < n; i++) {
        struct look_in in = {0};
        struct look_out looks = {0};
        for (size_t k = 0; k < p[i].images.n && k < PICTURES_MOST; k++)
            if (!fetched_is_address(p[i].images.at[k]))
                *LIST_ADD(c, &in.pictures) = (struct picture_given){.file = p[i].images.at[k]};
        if (in.pictures.n)
            TRY(see_all(c, by, &in, &looks));
        for (size_t k = 0; k < looks.looks.n; k++) {
            *LIST_ADD(c, &out->doc) = (uint32_t)i;
            *LIST_ADD(c, &out->look) = looks.looks.at[k];
        }
    }
    return OK;
}

/* ---- some of them together ------------------------------------------------------------------------------ */

struct look_tone_list {
    struct look_tone *at;
    size_t n;
};

/* A colour of one more picture: joined to one that is hardly told from it, or kept beside. */
static void tone_join(struct ctx *c, struct look_tone_list *all, struct look_tone t)
{
    enum { ALIKE = 14 /* CIE 1976: two names for one colour, at a glance */ };
    for (size_t i = 0; i < all->n; i++) {
        struct look_tone *to = &all->at[i];
        if (lab_apart(to->at, t.at) >= ALIKE)
            continue;
        double w = t.share / (to->share + t.share);
        to->at = (struct lab){to->at.l + w * (t.at.l - to->at.l), to->at.a + w * (t.at.a - to->at.a), to->at.b + w * (t.at.b - to->at.b)};
        to->share += t.share;
        return;
    }
    *LIST_ADD(c, all) = t;
}

static int by_share(const void *a, const void *b)
{
    const struct look_tone *x = a, *y = b;
    return (x->share < y->share) - (x->share > y->share);
}

enum status looks_palette(struct ctx *c, const struct strs *products, struct look_tones *out)
{
    static const double least = 0.04; /* of all that is shown */
    struct look_tone_list all = {0};
    double sum = 0;
    *out = (struct look_tones){0};
    for (size_t i = 0; i < products->n; i++) {
        LIST(struct picture_row) rows = {0};
        struct look l;
        TRY(db_all(c, &picture_record, &rows, "SELECT product, pos, name, model, seen, numbers, scale, tones, fault FROM picture"
                                              " WHERE product = $1 AND pos = 0", A(products->at[i])));
        if (!rows.n || !row_read(c, &rows.at[0], &l))
            continue;
        struct look_tones tones = look_tones_of(&l);
        for (size_t k = 0; k < tones.n; k++) {
            tone_join(c, &all, tones.tone[k]);
            sum += tones.tone[k].share;
        }
    }
    if (all.n)
        qsort(all.at, all.n, sizeof *all.at, by_share);
    for (size_t i = 0; i < all.n && out->n < LOOK_TONES; i++) {
        uint16_t concept = colour_nearest(all.at[i].at);
        bool named = all.at[i].share < least * sum; /* each name once, by the largest */
        for (size_t k = 0; k < out->n; k++)
            named |= out->tone[k].concept == concept;
        if (!named)
            out->tone[out->n++] = (struct look_tone){all.at[i].at, all.at[i].share, concept};
    }
    return OK;
}
