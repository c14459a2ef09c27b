/* intelligence/answer/service/service_sense.c - a text's vector, read by fitted weights: one row per wish.
 *
 * Source  weights: service_sense.txt, by tool/sense.py: "name bias scale weights", the weights 8-bit in base64
 */
#include "intelligence/answer/service/service_sense.h"
#include "core/capability.h"
#include "core/encoder.h"
#include "core/hash.h"
#include "core/model.h"
#include "intelligence/answer/service/service_text.h"
#include <math.h>

extern const char service_sense_txt[]; /* embedded by the build */

enum { ROWS = 64, READ_BYTES = 600 };

struct row {
    struct str name, weights; /* weights: signed bytes */
    double bias, scale;
};

static size_t rows_read(struct ctx *c, struct row *rows)
{
    struct strs lines = str_split(c, str_z(service_sense_txt), '\n');
    size_t n = 0;
    for (size_t i = 0; i < lines.n && n < ROWS; i++) {
        struct strs part = str_split(c, lines.at[i], ' ');
        struct row *r = &rows[n];
        if (part.n == 4 && str_real(part.at[1], &r->bias) && str_real(part.at[2], &r->scale) && hash_from_base64(c, part.at[3], &r->weights))
            r->name = part.at[0], n++;
    }
    return n;
}

static double score(const struct row *r, const struct reals *v)
{
    double sum = 0;
    for (size_t i = 0; i < v->n && i < r->weights.n; i++)
        sum += v->at[i] * (double)(signed char)r->weights.p[i];
    return r->bias + r->scale * sum;
}

static struct service_feel feel_of(const struct row *rows, size_t n, const struct reals *v)
{
    double shares[ROWS], all = 0, top = -INFINITY;
    struct service_feel f = {0};
    for (size_t i = 0; i < n; i++) {
        shares[i] = score(&rows[i], v);
        top = shares[i] > top ? shares[i] : top;
    }
    for (size_t i = 0; i < n; i++)
        all += shares[i] = exp(shares[i] - top);
    for (size_t i = 0; i < n; i++) {
        double share = shares[i] / all;
        if (share > f.sure)
            f = (struct service_feel){rows[i].name, share, f.intent, f.sure};
        else if (share > f.rest)
            f.second = rows[i].name, f.rest = share;
    }
    return f;
}

/* What names a case says nothing of what is wanted. */
static struct str bared(struct ctx *c, struct str text)
{
    struct strs ids = service_order_ids(c, text), emails = service_emails(c, text);
    for (size_t i = 0; i < ids.n; i++)
        text = str_replace(c, text, ids.at[i], STR(""));
    for (size_t i = 0; i < emails.n; i++)
        text = str_replace(c, text, emails.at[i], STR(""));
    text = str_trim(text);
    return text.n ? str_mend(c, str_copy(c, str_part(text, 0, text.n < READ_BYTES ? text.n : READ_BYTES))) : STR("-");
}

struct service_feel *service_feels(struct ctx *c, const struct strs *texts)
{
    struct service_feel *out = NEW_ARRAY(c, struct service_feel, texts->n + 1);
    struct row *rows = NEW_ARRAY(c, struct row, ROWS);
    struct ctx aside = *c; /* without a model the words stand alone: that is no failure */
    struct embed_in in = {.role = STR("query")};
    struct embed_out v = {0};
    for (size_t i = 0; i < texts->n; i++)
        strs_add(c, &in.texts, bared(c, texts->at[i]));
    if (!texts->n || !encoder_find(c, ENCODER_E5).n || capability_call(&aside, "embed.e5", &in, &v) != OK || v.vectors.n != texts->n)
        return out;
    size_t n = rows_read(c, rows);
    for (size_t i = 0; i < texts->n; i++)
        out[i] = feel_of(rows, n, &v.vectors.at[i].v);
    return out;
}
