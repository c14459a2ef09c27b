/* intelligence/answer/converse/converse_shop.h - questions about the shop and not its goods. */
#pragma once
#include "intelligence/answer/converse/converse_hear.h"

enum { SHOP_NOTHING = -1 };

/* What the message asks of the shop: discounts, delivery, returns, warranty, payment, an order; its words are then used. SHOP_NOTHING. */
int shop_asked(const struct heard *h);

/* A product's own facts may answer it: its warranty. */
bool shop_of_goods(int topic);

/* The shop's own rule in words, with where it stands in *fact; or that nothing is stated. */
struct str shop_answer(struct ctx *c, int topic, enum lex_language l, struct talk_fact *fact);
