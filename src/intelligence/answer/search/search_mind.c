/* intelligence/answer/search/search_mind.c - products read for their meaning where they are asked about.
 *
 * The encoder remembers texts that it read last, so the second question about the same products costs no more than the question.
 */
#include "intelligence/answer/search/search_mind.h"
#include "core/capability.h"

const struct record search_reading_record = {"search_reading", sizeof(struct search_reading), (const struct field[]){
    FIELD(struct search_reading, embed, .max = 60, .flags = OPTIONAL, .doc = "the capability that makes vectors; \"none\": words alone; absent: by language"),
    FIELD(struct search_reading, most, .max = 1e6, .init = 2000, .flags = OPTIONAL, .doc = "products read for their meaning; where more come along: words alone"),
    {0}}};

/* Texts such as shoppers write, of this catalogue: its categories, and the first words of titles. What queries share is
 * measured by them. */
static void typical_texts(struct ctx *c, const struct search_index *x, struct strs *out)
{
    enum { EACH = 96, WORDS = 2 };
    for (size_t i = 0; i < EACH && i < x->categories.n; i++)
        strs_add(c, out, x->categories.text[i * x->categories.n / EACH % x->categories.n]);
    for (size_t i = 0; i < EACH * 2 && i < x->n; i++) {
        struct str t = x->doc[i * x->n / (EACH * 2) % x->n].title;
        size_t to = 0, words = 0;
        for (; to < t.n && words < WORDS; to++)
            words += t.p[to] == ' ';
        strs_add(c, out, str_lower(c, str_copy(c, str_trim(str_part(t, 0, to)))));
    }
}

const struct meaning *search_meaning(struct ctx *c, struct ctx *keep, const struct search_index *x, struct str by, struct meaning_rows *rows)
{
    struct strs typical = {0};
    float *v = NULL;
    size_t width = 0;
    typical_texts(c, x, &typical);
    if (!rows->width || !typical.n || meaning_embed(c, by, &typical, true, &v, &width) != OK || width != rows->width)
        return NULL;
    return meaning_make(keep, by, rows, v, typical.n);
}

static bool is_none(struct str embed) { return str_eq(embed, STR("none")); }

void search_mind_make(struct ctx *c, const struct search_reading *how, const struct search_index *x, const struct product *p, size_t n,
                      struct search_mind *out)
{
    struct meaning_rows rows = {.n = n};
    struct strs texts = {0};
    *out = (struct search_mind){0};
    if (!n || n > (size_t)how->most || is_none(how->embed))
        return;
    struct str by = how->embed.n && capability_find(how->embed) ? how->embed : meaning_maker_of(c, p, n);
    if (is_none(by) || (!how->embed.n && str_eq(by, STR("embed.hash"))))
        return; /* letters alone mean nothing that words do not say */
    for (size_t i = 0; i < n; i++)
        strs_add(c, &texts, meaning_text(c, &p[i]));
    if (meaning_embed(c, by, &texts, false, &rows.at, &rows.width) != OK)
        return;
    rows.has = NEW_ARRAY(c, bool, n);
    memset(rows.has, true, n);
    out->m = search_meaning(c, c, x, by, &rows);
}
