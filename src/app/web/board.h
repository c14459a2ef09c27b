/* app/web/board.h - products' pictures composed to a board, with the colours that they have together. */
#pragma once
#include "app/web/html.h"

struct board_tile { /* as collection.theme lays them out: four columns, each in the first place where it fits */
    struct str kind, product, text, image; /* kind: "product" or "text"; image: absent: it has no picture */
    int64_t width, height;                 /* 1 or 2 */
};
struct board {
    LIST(struct board_tile) tiles;
};
extern const struct record board_record; /* of a collection's output, the part that is drawn */

/* The same for products at hand: five of them at most, the first the largest, with no gaps. Nothing of fewer than three. */
void board_add(struct ctx *c, struct board *b, struct str product, struct str title, struct str image);
void board_even(struct board *b);

/* `shop`: links and pictures of the storefront; else of the dashboard. Nothing where there are no tiles. */
MUST enum status put_board(struct visit *v, const struct board *b, bool shop);
