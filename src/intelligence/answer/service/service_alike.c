/* intelligence/answer/service/service_alike.c - which items of an order an answer means, where no word of it is theirs.
 *
 * "The tent", of an order of "Zelt Fjell" and "Stirnlampe": the item whose name is nearest in meaning, in any language, where it
 * stands clear of the next. Nothing happens by it alone: what is to be done is said with the item's name and waits for a yes.
 */
#include "intelligence/answer/service/service_alike.h"
#include "core/capability.h"
#include "core/encoder.h"
#include "core/model.h"
#include "intelligence/answer/service/service_text.h"

enum { PARTS = 6, LINES = 40, PART_WORDS = 6 };
/* Between the nearest and the next, of cosines of embed.e5: of 29 names of goods in four languages for goods named in German, 12 stood
 * clear by so much and all were right; of those nearer together a third was wrong. */
static const double CLEAR = 0.03;

static double cosine(const struct reals *a, const struct reals *b)
{
    double sum = 0;
    for (size_t i = 0; i < a->n && i < b->n; i++)
        sum += a->at[i] * b->at[i];
    return sum;
}

/* "the tent and the lamp": its parts. None where a part is too long to be the name of a thing. */
static struct strs parts_of(struct ctx *c, struct str text)
{
    static const char *const ands[] = {" and ", " und ", " et ", " y ", " e ", " en ", ";", " & "};
    struct strs out = {0};
    for (size_t i = 0; i < sizeof ands / sizeof *ands; i++)
        text = str_replace(c, text, str_z(ands[i]), STR(","));
    struct strs parts = str_split(c, text, ',');
    for (size_t i = 0; i < parts.n; i++) {
        struct str part = str_trim(parts.at[i]);
        struct service_words w = service_words_of(c, part);
        if (w.n > PART_WORDS || out.n == PARTS)
            return (struct strs){0};
        if (w.n)
            strs_add(c, &out, str_mend(c, part));
    }
    return out;
}

static size_t nearest(const struct embed_out *v, size_t part, size_t parts, size_t lines)
{
    double best = -1, next = -1;
    size_t at = 0;
    for (size_t i = 0; i < lines; i++) {
        double near = cosine(&v->vectors.at[part].v, &v->vectors.at[parts + i].v);
        if (near > best)
            next = best, best = near, at = i;
        else if (near > next)
            next = near;
    }
    return best - next >= CLEAR ? at : SIZE_MAX;
}

bool service_items_alike(struct ctx *c, const struct json *order, struct str text, struct strs *items)
{
    struct strs parts = parts_of(c, text), ids = {0};
    struct ctx aside = *c; /* without a model the words stand alone: that is no failure */
    struct embed_in in = {.role = STR("query")};
    struct embed_out v = {0};
    for (size_t i = 0; i < parts.n; i++)
        strs_add(c, &in.texts, parts.at[i]);
    for (struct json_walk w = json_walk(json_get(order, "items")); json_next(&w) && ids.n < LINES;) {
        strs_add(c, &ids, str_copy(c, json_str(json_get(w.value, "item_id"))));
        strs_add(c, &in.texts, str_mend(c, str_copy(c, json_str(json_get(w.value, "name")))));
    }
    if (!parts.n || ids.n < 2 || !encoder_find(c, ENCODER_E5).n || capability_call(&aside, "embed.e5", &in, &v) != OK || v.vectors.n != in.texts.n)
        return false;
    struct strs found = {0};
    for (size_t i = 0; i < parts.n; i++) {
        size_t at = nearest(&v, i, parts.n, ids.n);
        if (at == SIZE_MAX)
            return false;
        if (!strs_has(&found, ids.at[at]))
            strs_add(c, &found, ids.at[at]);
    }
    *items = found;
    return true;
}
