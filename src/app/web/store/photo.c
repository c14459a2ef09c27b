/* app/web/store/photo.c - a folder of the shop, photo/, with two files a photo: a small JPEG made anew, and what was seen on it.
 *
 * Making it anew leaves out place, time and camera. Files go after an hour, by the next upload; there are never more than a few
 * hundred, so nobody fills the disk.
 */
#include "app/web/store/photo.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/image.h"
#include "data/day.h"
#include "data/object.h"
#include "intelligence/answer/look/looks.h"
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TOKEN = 32 /* hex digits */, KEPT_MOST = 400, SIDE = 360 /* pixels, shorter side, of what is kept */ };

static bool is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return s.n == TOKEN;
}

#define LATER "the photo cannot be kept just now; try again"

static struct str file_of(struct ctx *c, struct str token, const char *kind) { return str_fmt(c, "%s/photo/%.*s.%s", c->home, FMT(token), kind); }

/* Take away what is an hour old; *n: files that are left. */
static void sweep(struct ctx *c, int *n)
{
    struct str folder = str_fmt(c, "%s/photo", c->home);
    DIR *d = opendir(folder.p);
    *n = 0;
    for (struct dirent *e; d && (e = readdir(d));) {
        struct stat st;
        struct str path = str_fmt(c, "%s/%s", folder.p, e->d_name);
        if (e->d_name[0] == '.' || stat(path.p, &st) != 0)
            continue;
        bool old = (int64_t)st.st_mtime * 1000 + HOUR_MS < c->now_ms;
        if (!old || unlink(path.p) != 0)
            ++*n;
    }
    if (d)
        closedir(d);
}

static enum status look_at(struct visit *v, struct str jpeg, struct look *out)
{
    struct shelf *shelf;
    struct str by;
    TRY(store_shelf(v, &shelf));
    if (!shelf_looked(v->c, shelf, &by))
        return deny(v, 409, "no picture of this shop was looked at yet; try again in a few minutes");
    enum status s = looks_see(v->c, by, &(struct picture_given){.data = hash_base64(v->c, jpeg)}, out);
    return s == REJECT ? deny(v, 422, "%s", str_copy(v->c, str_z(v->c->why)).p) : s;
}

enum status photo_keep(struct visit *v, struct str bytes, struct str *token)
{
    struct ctx *c = v->c;
    struct pixels p;
    struct look look;
    struct str jpeg;
    int kept;
    if (image_read(c, bytes, SIDE, &p) != OK)
        return deny(v, 422, "%s", str_copy(c, str_z(c->why)).p);
    TRY(image_write(c, &p, &jpeg));
    TRY(look_at(v, jpeg, &look));
    if (folder_make(c, str_fmt(c, "%s/photo", c->home), 0700) != OK)
        return fail(c, RETRY, LATER);
    sweep(c, &kept);
    if (kept > KEPT_MOST)
        return deny(v, 503, "many are searching by photo at the moment; try again in a few minutes");
    *token = hash_hex(c, hash_random(c, TOKEN / 2));
    bool kept_all = file_write(c, file_of(c, *token, "jpg"), jpeg, 0600) == OK &&
                    file_write(c, file_of(c, *token, "json"), record_to_json(c, &look_record, &look), 0600) == OK;
    return kept_all ? OK : fail(c, RETRY, LATER);
}

static enum status kept_read(struct visit *v, struct str token, const char *kind, struct str *out)
{
    struct stat st;
    struct str path = file_of(v->c, token, kind);
    bool there = is_token(token) && stat(path.p, &st) == 0 && (int64_t)st.st_mtime * 1000 + HOUR_MS >= v->c->now_ms;
    if (!there || object_file(v->c, path, out) != OK)
        return deny(v, 404, "this photo is no longer kept: photos are deleted after an hour");
    return OK;
}

enum status photo_seen(struct visit *v, struct str token, struct look *out)
{
    struct str json;
    TRY(kept_read(v, token, "json", &json));
    return record_from_json(v->c, &look_record, json, LENIENT, out);
}

enum status photo_picture(struct visit *v, struct str token, struct str *jpeg) { return kept_read(v, token, "jpg", jpeg); }
