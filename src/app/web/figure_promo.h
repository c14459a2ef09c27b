/* app/web/figure_promo.h - promotions for people. */
#pragma once
#include "app/web/html.h"
#include "data/item.h"
#include "intelligence/decide/price/promotion_sale.h"

/* all: with its tables; else its first picture. Nothing where it cannot be read. */
MUST enum status put_promotion(struct visit *v, const struct item *i, bool all);

/* Pieces that offers to a segment share: the products, real orders through it (segment absent: everybody's), their margin as a picture. */
/* Of a goal that is money: its currency; of another nothing. */
struct str goal_currency(struct str goal, struct str currency);
void put_promoted(struct visit *v, const struct promotion_line *lines, size_t n, const struct strs *evidence);
void put_replay(struct visit *v, const struct promo_replay *r, struct str currency, struct str segment);
MUST enum status put_replayed(struct visit *v, const struct promo_replay *r, struct str currency);
/* By first day that was tried; starts_ms: the chosen one. Nothing where there was no choice. */
MUST enum status put_starts(struct visit *v, struct str title, struct str currency, const struct reals *by_start, int64_t starts_ms);
