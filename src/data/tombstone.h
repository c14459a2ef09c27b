/* data/tombstone.h - who was forgotten stays forgotten: old files, feeds and letters do not bring them back.
 *
 * Of each thing that a person was known by (address, telephone, loyalty number, the shop's number, a visitor's mark) a keyed digest
 * is kept: whoever has the database without the file `key` of the shop's folder can neither read it nor try addresses against it.
 * Importers, webhooks and the mail reader ask here first. What they bring is barred
 *
 *   SAID_OF_THEM   somebody's account of them (a user of a document, an event): until they have come back
 *   SAID_BY_THEM   their own words (a letter): where it is older than the erasure; a newer one is a new contact, and no sign-up
 *   SIGNED_UP      their own new act (an order, an account made): where it is older, or nobody says how old; a newer one says
 *                  that they are back, from then on
 *
 * Tables  tombstone; meta 'tombstone', which tells whether the key is still the one
 */
#pragma once
#include "core/field.h"

struct known { struct str id, email, phone, loyalty, visitor; }; /* absent: not said */
enum saying { SAID_OF_THEM, SAID_BY_THEM, SIGNED_UP };

/* Note one thing that a person was known by; what names nobody ("030 1234") is passed over. */
MUST enum status tombstone_add(struct ctx *c, struct str kind, struct str value);

/* *why absent: nobody who was forgotten. Else one sentence. `at_ms`: when it was said or done; NONE: nobody says. `look`: only say,
 * never note that somebody is back. REJECT: there are tombstones, and the shop's key is not the one they were made with. */
MUST enum status tombstone_bars(struct ctx *c, const struct known *k, enum saying how, int64_t at_ms, bool look, struct str *why);

/* They are back by their own word, which `proof` names. REJECT: nobody known by this was forgotten. */
MUST enum status tombstone_back(struct ctx *c, struct str any, struct str proof, struct str who);
