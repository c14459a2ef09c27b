/* data/forget.h - a person's name, addresses and numbers, wherever a text of the database says them.
 *
 * Rows that are known to be a person's are dealt with by data/erase.c; this here is for the rest: a work item that names them, a
 * note of a colleague, a letter of somebody else, a line of the ledger. Each mention becomes "[erased]", the text around it stays.
 */
#pragma once
#include "core/sql.h"

/* What names customer `id` in a text: addresses of mail, telephone numbers, their full name, street and number, our numbers for them.
 * A name of one word is no one's in particular; a full name that another customer has too stands in `shared` instead. */
MUST enum status forget_words(struct ctx *c, struct str id, struct strs *words, struct strs *shared);

/* Take the words out of every text; *texts: how many; *rows: lines of the ledger that say them and cannot forget. */
MUST enum status forget_texts(struct ctx *c, const struct strs *words, int64_t *texts, int64_t *rows);

/* `text` without the words: whole words only, whatever their case. false: it has none of them. */
bool forget_in(struct ctx *c, const struct strs *words, struct str text, struct str *out);
