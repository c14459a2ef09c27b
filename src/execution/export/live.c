/* execution/export/live.c - facts as imported, words as the shop shows them.
 *
 * Tables  reads product and its parts, content. Prices are those that stand (data/asked.h)
 * A shop of files is read afresh, since people may edit there; of a remote shop we take what was read back last.
 */
#include "core/capability.h"
#include "core/markup.h"
#include "data/asked.h"
#include "data/effect.h"
#include "execution/export/export.h"

struct word { /* a row of the table content */
    struct str field, value, format, by_whom, channel;
};
static const struct record word_record = {"content", sizeof(struct word), (const struct field[]){
    FIELD(struct word, field), FIELD(struct word, value, .flags = OPTIONAL), FIELD(struct word, format), FIELD(struct word, by_whom),
    FIELD(struct word, channel), {0}}};
struct words {
    struct word *at;
    size_t n;
};

bool live_is_ai(const struct live *l, const char *field)
{
    for (size_t i = 0; i < l->ai.n; i++)
        if (str_eq(l->ai.at[i], str_z(field)))
            return true;
    return false;
}

/* People may edit the pages of the folder: what stands there now counts. */
static enum status read_files(struct ctx *c, const struct product *p, struct words *words)
{
    struct channel_in in = {.verb = STR("read")};
    struct channel_out out;
    for (size_t i = 0; i < words->n; i++) {
        struct str f = words->at[i].field;
        if (!str_eq(words->at[i].channel, STR("file")))
            continue;
        struct str own = str_eq(f, STR("title")) ? p->title : !str_eq(f, STR("description")) ? (struct str){0} : p->html.p ? p->html : p->description;
        *LIST_ADD(c, &in.effects) = (struct effect){.key = STR(""), .entity = STR("product"), .id = p->id, .field = f,
                                                    .format = words->at[i].format, .own = own};
    }
    if (!in.effects.n)
        return OK;
    TRY(capability_call(c, "channel.file", &in, &out));
    for (size_t i = 0, k = 0; i < words->n && k < out.seen.n; i++) {
        if (!str_eq(words->at[i].channel, STR("file")))
            continue;
        if (!str_eq(out.seen.at[k].state, STR("shown")))
            return fail(c, REJECT, "%.*s", FMT(out.seen.at[k].why));
        words->at[i].value = out.seen.at[k++].shown;
    }
    return OK;
}

static void put(struct ctx *c, struct live *l, const struct word *w)
{
    struct { const char *field; struct str *at; } words[] = {
        {"title", &l->p.title}, {"seo_title", &l->seo_title}, {"seo_description", &l->seo_description}, {"slug", &l->slug},
        {"alt_text", &l->alt_text}, {"feed_title", &l->feed_title}, {"feed_description", &l->feed_description}};
    if (!w->value.n)
        return;
    if (str_starts(w->by_whom, STR("item:")))
        strs_add(c, &l->ai, w->field);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(w->field, str_z(words[i].field)))
            *words[i].at = w->value;
    if (str_eq(w->field, STR("description"))) {
        bool html = str_eq(w->format, STR("html")) && markup_is(w->value);
        l->p.html = html ? w->value : (struct str){0};
        l->p.description = html ? markup_text(c, w->value, NULL) : w->value;
    }
}

static enum status words_over(struct ctx *c, struct str id, bool files, struct live *out)
{
    struct words words;
    *out = (struct live){0};
    TRY(product_load(c, id, &out->p));
    TRY(asked_over(c, &out->p));
    TRY(db_text(c, &out->channel, "SELECT channel FROM product WHERE id = $1", A(id)));
    TRY(db_all(c, &word_record, &words,
               "SELECT field, value, format, by_whom, channel FROM content t WHERE entity = 'product' AND id = $1 AND locale = ''"
               " AND format IN ('text', 'html') AND (channel = $2 OR (channel = 'file' AND NOT EXISTS (SELECT 1 FROM content o"
               "  WHERE o.entity = t.entity AND o.id = t.id AND o.field = t.field AND o.locale = t.locale AND o.channel = $2)))"
               " ORDER BY field",
               A(id), A(out->channel)));
    if (files)
        TRY(read_files(c, &out->p, &words));
    out->has_live = words.n > 0;
    for (size_t i = 0; i < words.n; i++)
        put(c, out, &words.at[i]);
    return OK;
}

enum status live_load(struct ctx *c, struct str id, struct live *out) { return words_over(c, id, true, out); }
enum status live_known(struct ctx *c, struct str id, struct live *out) { return words_over(c, id, false, out); }
