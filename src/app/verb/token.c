/* app/verb/token.c - a link that signs a person in once, or a token for programs. */
#include "app/verb.h"
#include "app/web.h"
#include "core/json.h"
#include "core/sql.h"

static const struct option options[] = {
    {"person", "NAME", "whose it is (default \"owner\")"},
    {"role", "ROLE", "viewer, editor or admin (default: the person's own, else admin)"},
    {"api", NULL, "a bearer token for programs instead of a sign-in link"},
    {"days", "N", "how long an API token is valid (default 365)"},
    {"url", "URL", "where the dashboard is (default http://127.0.0.1:7788)"},
    {0}};

static enum status role_of(struct ctx *c, struct str person, struct str given, struct str *role)
{
    struct str own;
    TRY(db_text(c, &own, "SELECT role FROM person WHERE name = $1", A(person)));
    *role = given.n ? given : own.n ? own : STR("admin");
    if (!str_eq(*role, STR("viewer")) && !str_eq(*role, STR("editor")) && !str_eq(*role, STR("admin")))
        return shell_misuse(c, "--role: \"%s\" is not viewer, editor or admin", role->p);
    return OK;
}

static void print(struct ctx *c, struct shell *sh, const char *key, struct str value)
{
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t);
    node_set(t, o, key, tree_str(t, value));
    puts(sh->json ? tree_text(c, t, o).p : value.p);
}

static enum status run(struct ctx *c, struct shell *sh)
{
    struct str person = shell_option(sh, "person"), url = shell_option(sh, "url"), role, made;
    int64_t days = 365;
    if (sh->args.n)
        return shell_misuse(c, "takes options only");
    TRY(shell_whole(c, sh, "days", 1, 3650, &days));
    person = person.n ? person : STR("owner");
    url = url.n ? url : STR("http://127.0.0.1:7788");
    TRY(role_of(c, person, shell_option(sh, "role"), &role));
    if (shell_flag(sh, "api")) {
        TRY(web_token(c, person, role, days, &made));
        print(c, sh, "token", made);
        return OK;
    }
    TRY(web_link(c, person, role, &made));
    print(c, sh, "url", str_fmt(c, "%s%s", url.p, made.p));
    return OK;
}

const struct verb verb_token = {"token", "[--person NAME] [--role ROLE] [--api]",
                                "print a link that signs a person in once, or a token for programs", options, run, true};
