/* data/object.h - big bytes (photographs) as files of the shop, named by their content.
 *
 * A record holds the name "object/3f/3fa9….jpg": a path below the shop's folder (c->home). The same
 * bytes are kept once, whoever brings them; a name never changes its bytes.
 */
#pragma once
#include "core/str.h"

enum { OBJECT_MAX = 64 << 20 }; /* bytes */

/* Keep a copy of the picture at `path` (`keep` false: only name it). REJECT: not there, too large, not a picture. */
MUST enum status object_take(struct ctx *c, struct str path, bool keep, struct str *name);

/* The same for bytes already in memory. */
MUST enum status object_save(struct ctx *c, struct str bytes, struct str *name);

bool object_is(struct str name); /* a name of this form, safe to open below the shop's folder */

/* The bytes of the picture `name`: below the shop's folder, whatever it says. REJECT: it leads out, is not there, or too large. */
MUST enum status object_read(struct ctx *c, struct str name, struct str *bytes);

/* The bytes of the picture at `path`, anywhere. */
MUST enum status object_file(struct ctx *c, struct str path, struct str *bytes);
