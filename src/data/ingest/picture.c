/* data/ingest/picture.c - names of pictures to objects. An outside file may name only what lies below its own folder. */
#include "data/ingest/picture.h"
#include "data/object.h"
#include <unistd.h>

static bool is_address(struct str s)
{
    return str_starts(s, STR("https://")) || str_starts(s, STR("http://")) || str_starts(s, STR("//"));
}

static bool stays_below(struct str s) { return s.n && s.p[0] != '/' && !str_has(s, STR("..")) && !memchr(s.p, '\\', s.n); }

static bool file_find(struct ctx *c, struct str folder, struct str name, struct str *path)
{
    static const char *const below[] = {"", "images/", "assets/", "assets/images/"};
    for (size_t i = 0; i < sizeof below / sizeof *below; i++) {
        *path = str_fmt(c, "%.*s%s%.*s", FMT(folder), below[i], FMT(name));
        if (access(path->p, F_OK) == 0)
            return true;
    }
    return false;
}

enum status pictures_take(struct ctx *c, struct str folder, bool keep, const struct row *row, struct product *p, struct faults *faults)
{
    struct strs kept = {0};
    for (size_t i = 0; i < p->images.n; i++) {
        struct str name = p->images.at[i], path, object;
        if (is_address(name) || object_is(name)) {
            strs_add(c, &kept, name);
            continue;
        }
        enum status s = !stays_below(name) ? fail(c, REJECT, "%.100s is outside the import's folder", name.p)
                        : file_find(c, folder, name, &path) ? object_take(c, path, keep, &object)
                                                            : fail(c, REJECT, "%.100s is not there", name.p);
        if (s == RETRY)
            return s;
        if (s == OK)
            strs_add(c, &kept, object);
        else
            fault_add(c, faults, row, row_name(row, R_IMAGES), LOSS_VALUE, "put the picture beside the file or below images/, or give an address", "%s", c->why);
    }
    p->images = kept;
    return OK;
}
