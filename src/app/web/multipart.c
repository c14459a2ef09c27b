/* app/web/multipart.c - parts between boundaries. Own code: libmicrohttpd's reader works on a connection, ours on a body that is
 * whole; GMime's takes line ends for text. */
#include "app/web/multipart.h"
#include "core/str.h"

enum { PARTS_MOST = 20, BOUNDARY_MOST = 70 /* RFC 2046 */, HEAD_MOST = 4096 /* bytes before a part's own */ };

/* The value of a parameter, quoted or not: boundary=x; name="a\"b". Absent: there is none. */
static struct str parameter(struct ctx *c, struct str header, const char *name)
{
    struct str key = str_fmt(c, "%s=", name);
    for (size_t at = 0; (at = str_find(str_lower(c, header), key, at)) != SIZE_MAX; at += key.n) {
        bool whole = at == 0 || header.p[at - 1] == ' ' || header.p[at - 1] == ';' || header.p[at - 1] == '\t';
        size_t i = at + key.n;
        struct buf b = {0};
        bool quoted = i < header.n && header.p[i] == '"';
        for (i += quoted; whole && i < header.n && header.p[i] != (quoted ? '"' : ';'); i++) {
            i += quoted && header.p[i] == '\\' && i + 1 < header.n;
            buf_byte(c, &b, header.p[i]);
        }
        if (whole)
            return buf_str(&b);
    }
    return (struct str){0};
}

static void part_add(struct ctx *c, struct str head, struct str bytes, struct parts *out)
{
    struct strs lines = str_split(c, head, '\n');
    for (size_t i = 0; i < lines.n; i++) {
        struct str line = str_trim(lines.at[i]);
        if (!str_starts(str_lower(c, line), STR("content-disposition:")))
            continue;
        struct str name = parameter(c, line, "name");
        if (name.n)
            *LIST_ADD(c, &out->list) = (struct part){str_mend(c, name), str_mend(c, parameter(c, line, "filename")), bytes};
        return;
    }
}

enum status multipart_read(struct ctx *c, struct str type, struct str body, struct parts *out)
{
    struct str boundary = parameter(c, type.p ? type : STR(""), "boundary");
    if (!type.p || !str_starts(str_lower(c, type), STR("multipart/form-data")) || !boundary.n || boundary.n > BOUNDARY_MOST)
        return fail(c, REJECT, "the form is not sent as one that carries files (multipart/form-data)");
    struct str first = str_fmt(c, "--%s", boundary.p), next = str_fmt(c, "\r\n--%s", boundary.p);
    size_t at = str_starts(body, first) ? 0 : str_find(body, next, 0);
    at = at == SIZE_MAX ? at : at + (at ? next.n : first.n);
    while (at != SIZE_MAX && out->list.n < PARTS_MOST) {
        if (str_starts(str_part(body, at, body.n), STR("--")))
            return OK;
        size_t head = str_find(body, STR("\r\n\r\n"), at), end = head == SIZE_MAX ? head : str_find(body, next, head + 2);
        if (end == SIZE_MAX || head - at > HEAD_MOST)
            break;
        part_add(c, str_part(body, at, head), str_part(body, head + 4 < end ? head + 4 : end, end), out);
        at = end + next.n;
    }
    return fail(c, REJECT, out->list.n >= PARTS_MOST ? "the form has too many parts" : "the form was cut off on its way");
}

const struct part *multipart_part(const struct parts *p, const char *name)
{
    for (size_t i = 0; i < p->list.n; i++)
        if (str_eq(p->list.at[i].name, str_z(name)))
            return &p->list.at[i];
    return NULL;
}
