/* app/web/store/piece.c - prices, pictures and cards.
 *
 * Tables  reads product, variant, content
 */
#include "app/web/store/store.h"
#include "data/lexicon/token.h"
#include "core/word.h"
#include "data/asked.h"
#include "data/product.h"
#include <ctype.h>

static const struct record card_record = {
    "product", sizeof(struct card),
    (const struct field[]){FIELD(struct card, id),
                           FIELD(struct card, title),
                           FIELD(struct card, brand, .flags = OPTIONAL),
                           FIELD(struct card, category, .flags = OPTIONAL),
                           FIELD(struct card, currency, .flags = OPTIONAL),
                           FIELD(struct card, images, .flags = OPTIONAL),
                           FIELD(struct card, price, .init = NONE, .flags = OPTIONAL),
                           FIELD(struct card, dear, .init = NONE, .flags = OPTIONAL),
                           FIELD(struct card, compare_at, .init = NONE, .flags = OPTIONAL),
                           FIELD(struct card, stock, .init = NONE, .flags = OPTIONAL),
                           FIELD(struct card, untracked),
                           FIELD(struct card, variants),
                           {0}}};

enum status card_load(struct ctx *c, struct str id, struct card *out, bool *found)
{
    TRY(db_maybe(c, &card_record, out, found,
                 "SELECT p.id, COALESCE((SELECT MAX(t.value) FROM content t WHERE t.entity = 'product' AND t.id = p.id "
                 "AND t.field = 'title'"
                 " AND t.locale = '' AND t.channel = p.channel AND t.value <> ''), p.title) AS title, p.brand, "
                 "p.category, p.images,"
                 " COALESCE(MIN(v.price), p.price) AS price, MAX(v.price) AS dear, COALESCE(p.currency, "
                 "MIN(v.currency)) AS currency,"
                 " MAX(CASE WHEN v.compare_at > v.price THEN v.compare_at END) AS compare_at, SUM(v.stock) AS stock, "
                 "COUNT(v.pos) AS variants,"
                 " COUNT(v.pos) - COUNT(v.stock) AS untracked FROM product p LEFT JOIN variant v ON v.product = p.id"
                 " WHERE p.id = $1 AND p.gone = 0 GROUP BY p.id, p.title, p.brand, p.category, p.images, p.price, "
                 "p.currency, p.channel",
                 A(id)));
    if (*found && out->dear == NONE)
        out->dear = out->price;
    return *found ? asked_range(c, id, out->currency, &out->price, &out->dear, &out->compare_at) : OK;
}

/* ---- words ---------------------------------------------------------------------------------------- */

struct str price_words(struct ctx *c, int64_t minor, struct str currency) { return money_said(c, minor, currency, STR("en")); }

/* Written in capitals by everyone, whatever stands before or after. */
static bool is_capitals(struct str word)
{
    static const char all[] = " hd uhd fhd qhd usb led lcd oled ram ssd hdd hdmi gps nfc cpu gpu uv spf tv pc id eu uk us usa dvd hdr fm dab ip rgb xs xl xxl 4k 8k ";
    return word_among(word, all);
}

struct str title_case(struct ctx *c, struct str folded)
{
    struct strs words = str_split(c, str_replace(c, folded, STR("_"), STR(" ")), ' ');
    struct buf b = {0};
    for (size_t i = 0; i < words.n; i++) {
        struct str w = words.at[i];
        bool again = !w.n;
        for (size_t k = i + 1; k < words.n; k++)
            again |= str_eq(words.at[k], w); /* "size shoe size": of a word said twice the last stays */
        if (again)
            continue;
        char *p = arena_take(c->mem, w.n + 1);
        bool capitals = is_capitals(w);
        for (size_t k = 0; k < w.n; k++)
            p[k] = k == 0 || capitals ? (char)toupper((unsigned char)w.p[k]) : w.p[k];
        buf_fmt(c, &b, "%s%.*s", b.n ? " " : "", FMT(((struct str){p, w.n})));
    }
    return buf_str(&b);
}

/* ---- pieces ----------------------------------------------------------------------------------------- */

void put_price(struct visit *v, int64_t price, int64_t dear, int64_t compare_at, struct str currency)
{
    if (price == NONE) {
        put(v, "<span class=\"price none\">Price on request</span>");
        return;
    }
    bool sale = compare_at != NONE && compare_at > price;
    put(v, sale ? "<span class=\"price sale\">" : "<span class=price>");
    put(v, dear != NONE && dear > price ? "<small>from</small> <b>{}</b>" : "<b>{}</b>",
        A(price_words(v->c, price, currency)));
    if (sale)
        put(v, " <s><span class=vh>instead of </span>{}</s>", A(price_words(v->c, compare_at, currency)));
    put(v, "</span>");
}

/* A calm pattern with the first letter, the same for the same product each time. */
static void put_no_picture(struct visit *v, struct str id, struct str alt)
{
    struct glyph_step first = alt.n ? word_step(alt, 0) : (struct glyph_step){.n = 0};
    put(v,
        "<span class=\"photo nophoto hue{}\" role=img aria-label=\"No picture yet\"><svg viewBox=\"0 0 100 100\" "
        "aria-hidden=true>"
        "<circle cx=78 cy=20 r=34 /><circle cx=16 cy=88 r=26 /><text x=50 y=62 "
        "text-anchor=middle>{}</text></svg></span>",
        A((int64_t)(str_hash(id) % 6)), A(str_part(alt, 0, first.n)));
}

void put_picture(struct visit *v, struct str id, const struct strs *images, size_t n, struct str alt, const char *sizes,
                 bool eager)
{
    static const char *const load[] = {" loading=lazy decoding=async", " fetchpriority=high"};
    if (n >= images->n) {
        put_no_picture(v, id, alt);
        return;
    }
    struct str at = images->at[n];
    if (str_starts(at, STR("https://")) || str_starts(at, STR("http://")))
        put(v, "<img class=photo src=\"{}\" alt=\"{}\"", A(at), A(alt));
    else {
        struct str base = str_fmt(v->c, "/shop/image/%s/%zu?v=%08x", url_escape(v->c, id).p, n, (unsigned)str_hash(at));
        put(v,
            "<img class=photo src=\"{}&w=800\" srcset=\"{}&w=400 400w, {}&w=800 800w, {}&w=1600 1600w\" sizes=\"{}\" "
            "alt=\"{}\"",
            A(base), A(base), A(base), A(base), A(str_z(sizes)), A(alt));
    }
    buf_add(v->c, &v->out, str_z(load[eager]));
    put(v, ">");
}

static bool is_sold_out(const struct card *k)
{
    return k->variants && !k->untracked && k->stock != NONE && k->stock <= 0;
}

void put_card(struct visit *v, const struct card *k, int64_t place, struct str list, struct str why)
{
    enum { EAGER = 4, FEW = 5 };
    put(v, "<li class=card data-id=\"{}\" data-place={} data-list=\"{}\"><a href=\"/shop/product/{/}", A(k->id),
        A(place), A(list), A(k->id));
    if (k->variant.n)
        put(v, "?v={/}", A(k->variant));
    put(v, "\">");
    put(v, "<span class=frame>");
    put_picture(v, k->id, &k->images, 0, k->title, "(min-width:1100px) 270px, (min-width:700px) 30vw, 46vw",
                place <= EAGER && str_eq(list, STR("results")));
    if (is_sold_out(k))
        put(v, "<span class=\"tag out\">Sold out</span>");
    else if (k->compare_at != NONE && k->compare_at > k->price)
        put(v, "<span class=\"tag sale\">Sale</span>");
    else if (k->variants && !k->untracked && k->stock != NONE && k->stock <= FEW)
        put(v, "<span class=tag>Few left</span>");
    put(v, "</span>");
    if (k->brand.n)
        put(v, "<span class=brandline>{}</span>", A(k->brand));
    put(v, "<span class=name>{}</span>", A(k->title));
    put_price(v, k->price, k->dear, k->compare_at, k->currency);
    put(v, "</a>");
    if (why.n)
        put(v, "<p class=why>{}</p>", A(why));
    put(v, "</li>");
}

enum status put_rail(struct visit *v, const char *title, const char *list, const struct strs *ids,
                     const struct strs *why)
{
    struct str where = str_z(list);
    if (!ids->n)
        return OK;
    put(v, "<section class=rail aria-labelledby=\"h-{}\" data-list=\"{}\"><h2 id=\"h-{}\">{}</h2><ul class=cards>",
        A(where), A(where), A(where), A(str_z(title)));
    for (size_t i = 0; i < ids->n; i++) {
        struct card k;
        bool found;
        TRY(card_load(v->c, ids->at[i], &k, &found));
        if (found)
            put_card(v, &k, (int64_t)i + 1, where, i < why->n ? why->at[i] : (struct str){0});
    }
    put(v, "</ul></section>");
    return OK;
}
