/* app/loop/make.h - what the first two states of an item ask for; each saves its work in one transaction with the move. */
#pragma once
#include "core/capability.h"
#include "data/item.h"

MUST enum status item_make(struct ctx *c, struct str actor, const struct item *i);  /* PLANNED: app/loop/make.c */
MUST enum status item_check(struct ctx *c, struct str actor, const struct item *i); /* MADE: app/loop/check.c */
