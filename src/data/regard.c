/* data/regard.c - a customer's worth by what they bought, and their tone by what they wrote.
 *
 * Tables  reads sale, line, variant, customer, consent, thread, message
 * Source  orders are a Poisson process whose rate differs from customer to customer by a gamma: Ehrenberg 1959
 */
#include "data/regard.h"
#include "data/consent.h"
#include "data/day.h"
#include "data/product.h"
#include <ctype.h>
#include <math.h>

static const double YEAR_MS = 365.0 * (double)DAY_MS;
static const double LEAST_YEARS = 30 / 365.0; /* whoever came yesterday is not judged by a day */
static const double SHAPE = 1;  /* of the gamma: rates differ as much as they are large */
static const double ALIKE = 3;  /* orders of their own that weigh as much as the shop's mean order */

struct sums { int64_t orders, customers, margin, first_ms; struct str currency; };
static const struct record sums_record = {"sums", sizeof(struct sums), (const struct field[]){
    FIELD(struct sums, orders), FIELD(struct sums, customers, .flags = OPTIONAL), FIELD(struct sums, margin),
    FIELD(struct sums, first_ms, .init = (double)NONE, .flags = OPTIONAL), FIELD(struct sums, currency, .flags = OPTIONAL), {0}}};

/* Of goods whose cost nobody told, 40 % of the price, as exception.solve guesses. */
#define MARGIN                                                                                                                               \
    "(SELECT COALESCE(SUM(l.quantity * (COALESCE(l.price, 0) - COALESCE((SELECT MAX(v.cost) FROM variant v WHERE v.product = l.product AND v.sku = l.sku)," \
    " 0.6 * COALESCE(l.price, 0))) - COALESCE(l.discount, 0)), 0) FROM line l WHERE l.sale = s.id)"
#define OF_A_YEAR "s.state <> 'cancelled' AND s.placed_ms > $1 AND s.placed_ms <= $2"

static enum status value_read(struct ctx *c, struct str customer, struct regard *out)
{
    struct sums shop, own;
    int64_t from = c->now_ms - (int64_t)YEAR_MS;
    TRY(db_one(c, &sums_record, &shop,
               "SELECT COUNT(*) AS orders, COUNT(DISTINCT s.customer) AS customers, CAST(COALESCE(SUM(" MARGIN "), 0) AS BIGINT) AS margin"
               " FROM sale s WHERE s.customer IS NOT NULL AND " OF_A_YEAR, A(from), A(c->now_ms)));
    TRY(db_one(c, &sums_record, &own,
               "SELECT COUNT(*) AS orders, CAST(COALESCE(SUM(" MARGIN "), 0) AS BIGINT) AS margin, MAX(s.currency) AS currency,"
               " (SELECT MIN(f.placed_ms) FROM sale f WHERE f.customer = $3 AND f.state <> 'cancelled') AS first_ms"
               " FROM sale s WHERE s.customer = $3 AND " OF_A_YEAR, A(from), A(c->now_ms), A(customer)));
    if (!shop.customers || own.first_ms == NONE)
        return OK;
    double usual = (double)shop.orders / (double)shop.customers, each = (double)shop.margin / (double)shop.orders;
    double years = fmin(fmax((double)(c->now_ms - own.first_ms) / YEAR_MS, LEAST_YEARS), 1);
    double rate = (SHAPE + (double)own.orders) / (SHAPE / usual + years);
    double margin = (ALIKE * each + (double)own.margin) / (ALIKE + (double)own.orders);
    out->value = (int64_t)llround(fmin(fmax(rate * margin, 0), 1e10));
    out->basis = str_fmt(c, "%lld order%s in a year, %.1f expected in the next, a margin of %.*s each", (long long)own.orders, own.orders == 1 ? "" : "s", rate,
                         FMT(str_trim(money_text(c, (int64_t)llround(margin), own.currency))));
    return OK;
}

/* ---- tone ------------------------------------------------------------------------------------------------- */

/* Whole words. `formal` and `warm` in lower case; who says "Sie" or "vous" is not spoken to as "du" or "tu", however they begin. */
static const char *const formal[] = {"sehr geehrte", "dear sir", "dear madam", "to whom it may", "madame, monsieur", "estimado", "estimada", "estimados",
                                     "gentile", "gentili", "egregio", "spettabile", "geachte", "yours sincerely", "hoogachtend", "distinti saluti"};
static const char *const warm[] = {"hey", "hi", "hiya", "cheers", "du", "dir", "dich", "euch", "ihr lieben", "huhu", "salut", "coucou", "tu", "toi",
                                   "ciao", "hoi", "jullie", "buenas"};
static const char *const distant[] = {"Sie", "Ihnen", "Ihre", "Ihren", "Ihrem", "vous", "votre", "vos", "usted", "ustedes", "Lei", "Vi prego", "uw"};

static bool in_word(unsigned char b) { return isalnum(b) || b >= 0x80; }

static bool says(struct str text, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= text.n; i++)
        if (!memcmp(text.p + i, word, n) && (i == 0 || !in_word((unsigned char)text.p[i - 1])) && (i + n == text.n || !in_word((unsigned char)text.p[i + n])))
            return true;
    return false;
}

static bool says_any(struct str text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (says(text, words[i]))
            return true;
    return false;
}

static struct str tone_of(struct ctx *c, struct str text)
{
    struct str low = str_lower(c, text);
    if (says_any(low, formal, sizeof formal / sizeof *formal))
        return STR("formal");
    bool is_warm = says_any(low, warm, sizeof warm / sizeof *warm) && !says_any(text, distant, sizeof distant / sizeof *distant);
    return is_warm ? STR("warm") : STR("plain");
}

static enum status speech_read(struct ctx *c, struct str customer, struct regard *out)
{
    struct str text;
    TRY(db_text(c, &out->language, "SELECT language FROM customer WHERE id = $1", A(customer)));
    if (!out->language.n)
        TRY(db_text(c, &out->language, "SELECT language FROM thread WHERE customer = $1 AND language IS NOT NULL ORDER BY moved_ms DESC, id LIMIT 1", A(customer)));
    TRY(db_text(c, &text, "SELECT m.text FROM message m JOIN thread t ON t.id = m.thread WHERE t.customer = $1 AND m.way = 'in' AND m.by_whom = 'customer'"
                          " ORDER BY m.at_ms DESC, m.id DESC LIMIT 1", A(customer)));
    out->tone = text.n ? tone_of(c, text) : STR("plain");
    return OK;
}

enum status regard_load(struct ctx *c, struct str customer, struct regard *out)
{
    bool may;
    *out = (struct regard){.value = NONE, .tone = STR("plain")};
    if (!customer.n)
        return OK;
    TRY(speech_read(c, customer, out));
    TRY(consent_has(c, customer, STR("profile"), &may));
    return may ? value_read(c, customer, out) : OK;
}
