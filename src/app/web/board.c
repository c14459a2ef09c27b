/* app/web/board.c - a grid of pictures and a row of swatches; it is complete without a script, and without pictures too.
 *
 * Tables  reads picture
 */
#include "app/web/board.h"
#include "intelligence/answer/look/looks.h"

enum { BOARD_MOST = 5, BOARD_LEAST = 3 };

static const struct record tile_record = {"board_tile", sizeof(struct board_tile), (const struct field[]){
    FIELD(struct board_tile, kind, .choice = "product|text"),
    FIELD(struct board_tile, product, .flags = OPTIONAL),
    FIELD(struct board_tile, text, .flags = OPTIONAL),
    FIELD(struct board_tile, image, .flags = OPTIONAL),
    FIELD(struct board_tile, width, .min = 1, .max = 4, .init = 1, .flags = OPTIONAL, .doc = "columns"),
    FIELD(struct board_tile, height, .min = 1, .max = 4, .init = 1, .flags = OPTIONAL, .doc = "rows"),
    {0}}};
const struct record board_record = {"board", sizeof(struct board), (const struct field[]){
    FIELD_LIST(struct board, tiles, &tile_record, .flags = OPTIONAL, .doc = "a mood board, four columns wide"),
    {0}}};

void board_add(struct ctx *c, struct board *b, struct str product, struct str title, struct str image)
{
    if (image.n && b->tiles.n < BOARD_MOST)
        *LIST_ADD(c, &b->tiles) = (struct board_tile){STR("product"), product, title, image, 1, 1};
}

/* Eight places in two rows: four, and the rest shared out. */
void board_even(struct board *b)
{
    if (b->tiles.n < BOARD_LEAST) {
        b->tiles.n = 0;
        return;
    }
    b->tiles.at[0].width = b->tiles.at[0].height = 2;
    for (size_t i = 1; i <= BOARD_MOST - b->tiles.n; i++)
        b->tiles.at[i].width = 2;
}

static void put_image(struct visit *v, const struct board_tile *t, bool shop)
{
    bool address = str_has(str_part(t->image, 0, t->image.n < 8 ? t->image.n : 8), STR("//"));
    struct str own = str_fmt(v->c, shop ? "/shop/image/%s/0?v=%08x&w=%d" : "/image/%s/0?v=%08x&w=%d", url_escape(v->c, t->product).p,
                             (unsigned)str_hash(t->image), t->width > 1 ? 800 : 400);
    put(v, "<img src=\"{}\" alt=\"{}\" loading=lazy decoding=async>", A(address ? t->image : own), A(t->text));
}

static void put_tile(struct visit *v, const struct board_tile *t, bool shop)
{
    long width = t->width, height = t->height;
    if (!str_eq(t->kind, STR("product"))) {
        put(v, "<li class=\"words w{} h{}\"><p>{}</p></li>", A(width), A(height), A(t->text));
        return;
    }
    put(v, "<li class=\"w{} h{}\"><a href=\"{}{/}\">", A(width), A(height), A(shop ? STR("/shop/product/") : STR("/products/")), A(t->product));
    if (t->image.n)
        put_image(v, t, shop);
    put(v, t->image.n ? "<span aria-hidden=true>{}</span></a></li>" : "<span>{}</span></a></li>", A(t->text));
}

static void put_palette(struct visit *v, const struct look_tones *tones)
{
    put(v, "<ul class=palette aria-label=\"Colours of these pictures\">");
    for (size_t i = 0; i < tones->n; i++) {
        const struct look_tone *t = &tones->tone[i];
        put(v, "<li><svg viewBox=\"0 0 10 10\" aria-hidden=true><rect width=10 height=10 rx=2 stroke=none fill=\"{}\"/></svg> {}</li>",
            A(str_fmt(v->c, "#%06x", (unsigned)lab_to_rgb(t->at))), A(colour_name(v->c, t->concept)));
    }
    put(v, "</ul>");
}

enum status put_board(struct visit *v, const struct board *b, bool shop)
{
    struct strs products = {0};
    struct look_tones tones;
    for (size_t i = 0; i < b->tiles.n; i++)
        if (b->tiles.at[i].product.n)
            strs_add(v->c, &products, b->tiles.at[i].product);
    if (!b->tiles.n)
        return OK;
    TRY(looks_palette(v->c, &products, &tones));
    put(v, "<section class=board aria-label=\"Mood board\"><ul>");
    for (size_t i = 0; i < b->tiles.n; i++)
        put_tile(v, &b->tiles.at[i], shop);
    put(v, "</ul>");
    if (tones.n)
        put_palette(v, &tones);
    put(v, "</section>");
    return OK;
}
