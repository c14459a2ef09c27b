/* core/secret.h - keys and passwords: settings name where one stands, and never hold it.
 *
 * "env:NAME" is a variable of the process, "file:PATH" the first line of a file. So neither the database, nor the
 * ledger of its changes, nor a log ever has the secret itself. The shop's own key stands in the file `key` of its folder.
 */
#pragma once
#include "core/str.h"

/* REJECT names the place where nothing stands, never what stands there. */
MUST enum status secret_read(struct ctx *c, struct str where, struct str *out);

/* 32 bytes for one purpose ("pay"), derived from the shop's own key: nobody without its folder can make what they sign, and
 * what serves one purpose serves no other. The key is made where there is none; several machines need the same file. */
MUST enum status secret_own(struct ctx *c, const char *purpose, struct str *out);
