/* app/web/show.h - pieces that several pages show: photographs, states, differences, claims beside their evidence. */
#pragma once
#include "app/web/html.h"
#include "app/web/view.h"

/* The first photograph of a product, or its place. class: "thumb", "photo". */
void put_photo(struct visit *v, struct str product, const struct strs *images, const char *class);
void put_state(struct visit *v, struct str state);
void put_confidence(struct visit *v, double confidence); /* nothing when NAN */
void put_risk(struct visit *v, struct str risk);         /* nothing when absent */

/* Each changed field, before beside after, words that went and came marked. `edit`: with a box to write in. */
void put_changes(struct visit *v, const struct explain *i, bool edit);
/* The claims of the texts with verdict, fact and where that fact stands. */
void put_findings(struct visit *v, const struct explain *i);
void put_moves(struct visit *v, const struct explain *i);

/* HTML of a shop as the plain text a reader sees; blocks end lines. Never the other way round. */
struct str html_plain(struct ctx *c, struct str html);

/* "description", "seo_title" as words: "Description", "SEO title". */
/* "New price for Mug": as the kind is titled, else kind and subject. */
struct str kind_title(struct ctx *c, struct str kind, struct str subject);
struct str field_title(struct ctx *c, struct str field);
