/* app/web/multipart.h - a form that carries files (multipart/form-data, RFC 7578). Bytes are as they were sent. */
#pragma once
#include "core/arena.h"

struct part {
    struct str name, file; /* of the field; of the file as the browser calls it, absent where it is none */
    struct str bytes;      /* a view of the body; may be anything */
};
struct parts {
    LIST(struct part) list;
};

/* `type`: the request's Content-Type. REJECT: it is no such form, or is cut off. */
MUST enum status multipart_read(struct ctx *c, struct str type, struct str body, struct parts *out);

const struct part *multipart_part(const struct parts *p, const char *name); /* NULL: not there */
