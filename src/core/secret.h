/* core/secret.h - keys and passwords: settings name where one stands, and never hold it.
 *
 * "env:NAME" is a variable of the process, "file:PATH" the first line of a file. So neither the database, nor the
 * ledger of its changes, nor a log ever has the secret itself.
 */
#pragma once
#include "core/str.h"

/* REJECT names the place where nothing stands, never what stands there. */
MUST enum status secret_read(struct ctx *c, struct str where, struct str *out);
