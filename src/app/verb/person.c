/* app/verb/person.c - who may sign in with a password, and what they may do. */
#include "app/verb.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/sql.h"

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 1000 }; /* characters; NIST SP 800-63B asks for length, not for signs */

struct person_row {
    struct str name, role, password;
    int64_t at_ms;
};
static const struct record person_record = {"person", sizeof(struct person_row), (const struct field[]){
    FIELD(struct person_row, name, .flags = KEY, .min = 1, .max = 100, .doc = "who"),
    FIELD(struct person_row, role, .choice = "viewer|editor|admin", .doc = "what they may"),
    FIELD(struct person_row, password, .flags = OPTIONAL | SECRET_FIELD, .doc = "argon2id; none: links only"),
    FIELD(struct person_row, at_ms, .unit = "ms", .doc = "added"),
    {0}}};

static const struct option options[] = {
    {"role", "ROLE", "viewer, editor or admin (default editor)"},
    {"password-stdin", NULL, "read a password from the first line of stdin"},
    {0}};

static enum status password_read(struct ctx *c, struct str *hash)
{
    char line[PASSWORD_MAX + 2];
    if (!fgets(line, sizeof line, stdin))
        return fail(c, REJECT, "there is no password on stdin");
    struct str word = {line, strcspn(line, "\r\n")};
    line[word.n] = 0;
    if (str_count(word) < PASSWORD_MIN)
        return fail(c, REJECT, "the password has fewer than %d characters", PASSWORD_MIN);
    *hash = hash_password(c, word);
    return OK;
}

static enum status add(struct ctx *c, struct shell *sh, struct str name)
{
    struct str role = shell_option(sh, "role");
    struct person_row p = {.name = name, .role = role.n ? role : STR("editor"), .at_ms = c->now_ms};
    if (shell_flag(sh, "password-stdin"))
        TRY(password_read(c, &p.password));
    return db_save(c, &person_record, &p);
}

/* Who is removed is signed out everywhere. */
static enum status drop(struct ctx *c, struct str name)
{
    int64_t n;
    TRY(db_count(c, &n, "DELETE FROM person WHERE name = $1", A(name)));
    TRY(db_run(c, "DELETE FROM token WHERE person = $1", A(name)));
    return n ? OK : fail(c, REJECT, "there is nobody called \"%s\"", name.p);
}

static enum status list(struct ctx *c, struct shell *sh)
{
    LIST(struct person_row) all;
    TRY(db_all(c, &person_record, &all, "SELECT name, role, at_ms FROM person ORDER BY name"));
    struct tree *t = tree_open(c);
    struct node *a = tree_array(t);
    for (size_t i = 0; i < all.n; i++) {
        struct node *o = tree_object(t);
        node_set(t, o, "name", tree_str(t, all.at[i].name));
        node_set(t, o, "role", tree_str(t, all.at[i].role));
        node_add(t, a, o);
        if (!sh->json)
            printf("%-20s %s\n", all.at[i].name.p, all.at[i].role.p);
    }
    if (sh->json)
        puts(tree_text(c, t, a).p);
    return OK;
}

static enum status run(struct ctx *c, struct shell *sh)
{
    const struct str *a = sh->args.at;
    if (sh->args.n == 0)
        return list(c, sh);
    if (sh->args.n == 2 && str_eq(a[0], STR("add")))
        return add(c, sh, a[1]);
    if (sh->args.n == 2 && str_eq(a[0], STR("remove")))
        return drop(c, a[1]);
    return shell_misuse(c, "want nothing, add NAME, or remove NAME");
}

const struct verb verb_person = {"person", "[add NAME | remove NAME]", "list, add or remove who may sign in", options, run, true};
