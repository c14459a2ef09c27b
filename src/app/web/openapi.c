/* app/web/openapi.c - the API described by OpenAPI 3.1, from the route table and the records. */
#include "app/web/visit.h"
#include "core/capability.h"
#include "core/json.h"

static struct node *text_node(struct tree *t, const char *z) { return tree_str(t, str_z(z)); }

static struct node *content(struct tree *t, const char *type, struct node *schema)
{
    struct node *content = tree_object(t), *media = tree_object(t);
    node_set(t, media, "schema", schema);
    node_set(t, content, type, media);
    return content;
}

static struct node *answer_node(struct tree *t, const char *doc, const char *type, struct node *schema)
{
    struct node *o = tree_object(t);
    node_set(t, o, "description", text_node(t, doc));
    if (schema)
        node_set(t, o, "content", content(t, type, schema));
    return o;
}

static struct node *reference(struct tree *t, const char *to)
{
    struct node *o = tree_object(t);
    node_set(t, o, "$ref", text_node(t, to));
    return o;
}

static struct node *parameter(struct tree *t, struct str name, const char *where, bool required, struct node *schema, const char *doc)
{
    struct node *o = tree_object(t);
    node_set(t, o, "name", tree_str(t, name));
    node_set(t, o, "in", text_node(t, where));
    node_set(t, o, "required", tree_bool(t, required));
    node_set(t, o, "schema", schema);
    if (doc)
        node_set(t, o, "description", text_node(t, doc));
    return o;
}

static struct node *text_schema(struct tree *t)
{
    struct node *o = tree_object(t);
    node_set(t, o, "type", text_node(t, "string"));
    node_set(t, o, "minLength", tree_int(t, 1));
    return o;
}

/* The names in braces, and the fields of the query's record. */
static struct node *parameters(struct ctx *c, struct tree *t, const struct route *r)
{
    struct node *list = tree_array(t);
    for (const char *p = r->pattern; (p = strchr(p, '{')); p++) {
        struct str name = {p + 1, strcspn(p + 1, "}")};
        node_add(t, list, parameter(t, name, "path", true, text_schema(t), NULL));
    }
    if (!r->query)
        return list;
    const struct json *schema;
    if (json_read(c, record_schema(c, r->query), &schema) != OK)
        return list;
    for (const struct field *f = r->query->field; f->name; f++) {
        const struct json *one = json_get(json_get(schema, "properties"), f->name);
        node_add(t, list, parameter(t, str_z(f->name), "query", false, tree_raw(t, json_text(c, one)), f->doc));
    }
    return list;
}

static void errors(struct tree *t, struct node *answers, const struct route *r)
{
    static const struct {
        const char *code, *name;
    } all[] = {{"400", "Refused"}, {"401", "Stranger"}, {"403", "Forbidden"}, {"404", "Missing"}, {"409", "Conflict"},
               {"413", "TooBig"}, {"415", "NotJson"}, {"503", "Later"}};
    bool post = r->method[0] == 'P';
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        bool only_post = all[i].code[1] == '1' || strcmp(all[i].code, "409") == 0;
        if (only_post && !post)
            continue;
        char to[80];
        snprintf(to, sizeof to, "#/components/responses/%s", all[i].name);
        node_set(t, answers, all[i].code, reference(t, to));
    }
}

static struct node *operation(struct ctx *c, struct tree *t, const struct route *r)
{
    struct node *o = tree_object(t), *answers = tree_object(t), *body = tree_object(t);
    struct node *any = tree_object(t);
    struct str id = str_replace(c, str_replace(c, str_z(strstr(r->pattern, "/api/") == r->pattern
                                                  ? r->pattern + strlen("/api/v1/") : r->pattern + 1), STR("/"), STR("_")), STR("{"), STR(""));
    id = str_replace(c, str_replace(c, id, STR("}"), STR("")), STR("__"), STR("_"));
    node_set(t, o, "operationId", tree_str(t, str_fmt(c, "%s_%s", r->method[0] == 'G' ? "get" : "post", id.p)));
    node_set(t, o, "summary", text_node(t, r->doc));
    node_set(t, o, "description", tree_str(t, r->role == NOBODY ? STR("Open to anyone.") : str_fmt(c, "Needs the role %s.", role_word(r->role))));
    if (r->role == NOBODY)
        node_set(t, o, "security", tree_array(t));
    node_set(t, o, "parameters", parameters(c, t, r));
    if (r->method[0] == 'P') {
        node_set(t, any, "type", text_node(t, "object"));
        node_set(t, body, "required", tree_bool(t, true));
        node_set(t, body, "content", content(t, "application/json", r->body ? tree_raw(t, record_schema(c, r->body)) : any));
        node_set(t, o, "requestBody", body);
    }
    struct node *reply = r->reply ? tree_raw(t, record_schema(c, r->reply)) : NULL;
    node_set(t, answers, "200", answer_node(t, r->wish ? "done" : "the answer", "application/json", reply));
    if (r->wish)
        node_set(t, answers, "202", answer_node(t, "noted, not done yet: ask again at Location", "application/json",
                                                tree_raw(t, record_schema(c, r->reply))));
    errors(t, answers, r);
    node_set(t, o, "responses", answers);
    return o;
}

static struct node *components(struct tree *t)
{
    static const struct {
        const char *name, *doc;
    } all[] = {{"Refused", "the input cannot be taken; detail says why"}, {"Stranger", "no valid token"},
               {"Forbidden", "the token's role may not do this"}, {"Missing", "there is no such thing"},
               {"Conflict", "it cannot be done as things stand; detail says why"}, {"TooBig", "the body is too long"},
               {"NotJson", "the body is not JSON"}, {"Later", "try again later"}};
    struct node *o = tree_object(t), *answers = tree_object(t), *problem = tree_object(t), *schemas = tree_object(t);
    node_set(t, problem, "type", text_node(t, "object"));
    node_set(t, problem, "properties",
             tree_raw(t, STR("{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
                             "\"detail\":{\"type\":\"string\"}}")));
    node_set(t, problem, "required", tree_raw(t, STR("[\"type\",\"title\",\"status\",\"detail\"]")));
    node_set(t, schemas, "Problem", problem);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        node_set(t, answers, all[i].name,
                 answer_node(t, all[i].doc, "application/problem+json", reference(t, "#/components/schemas/Problem")));
    node_set(t, o, "schemas", schemas);
    node_set(t, o, "responses", answers);
    node_set(t, o, "securitySchemes", tree_raw(t, STR("{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}}")));
    return o;
}

/* Each capability as a path of its own, with its schemas, beside /api/v1/call/{name}. */
static void capability_paths(struct ctx *c, struct tree *t, struct node *paths, const struct route *call)
{
    for (const struct capability *const *k = capabilities; *k; k++) {
        struct route one = *call;
        struct str path = str_fmt(c, "/api/v1/call/%s", (*k)->name);
        one.pattern = path.p;
        one.body = (*k)->in;
        one.reply = (*k)->out;
        one.doc = (*k)->doc;
        struct node *methods = tree_object(t);
        node_set(t, methods, "post", operation(c, t, &one));
        node_set(t, paths, path.p, methods);
    }
}

/* Its address was described with an earlier route of the table. */
static bool is_second(const struct route *r)
{
    for (const struct route *k = routes; k != r; k++)
        if (k->doc && strcmp(k->pattern, r->pattern) == 0)
            return true;
    return false;
}

static void route_paths(struct ctx *c, struct tree *t, struct node *paths)
{
    for (const struct route *r = routes; r->method; r++) {
        if (!r->doc)
            continue;
        if (strcmp(r->pattern, "/api/v1/call/{name}") == 0) {
            capability_paths(c, t, paths, r);
            continue;
        }
        if (is_second(r))
            continue;
        struct node *methods = tree_object(t);
        for (const struct route *same = r; same->method; same++)
            if (same->doc && strcmp(same->pattern, r->pattern) == 0)
                node_set(t, methods, same->method[0] == 'P' ? "post" : "get", operation(c, t, same));
        node_set(t, paths, r->pattern, methods);
    }
}

enum status openapi(struct visit *v)
{
    struct ctx *c = v->c;
    struct tree *t = tree_open(c);
    struct node *o = tree_object(t), *info = tree_object(t), *paths = tree_object(t);
    node_set(t, info, "title", text_node(t, "purvey"));
    node_set(t, info, "version", text_node(t, PURVEY_VERSION));
    node_set(t, info, "summary", text_node(t, "Runs the operations of an online shop: decides, generates, verifies, asks, publishes, can undo."));
    node_set(t, o, "openapi", text_node(t, "3.1.0"));
    node_set(t, o, "info", info);
    node_set(t, o, "security", tree_raw(t, STR("[{\"token\":[]}]")));
    route_paths(c, t, paths);
    node_set(t, o, "paths", paths);
    node_set(t, o, "components", components(t));
    return text_answer(v, 200, "application/json", tree_text(c, t, o));
}
