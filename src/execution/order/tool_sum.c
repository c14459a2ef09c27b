/* execution/order/tool_sum.c - the sums that agents work out: two stacks, no recursion.
 *
 * Source  Dijkstra 1961, the shunting yard
 */
#include "execution/order/tool_do.h"
#include <math.h>
#include <stdlib.h>

enum { DEPTH = 200, NEGATE = '~' };

struct sum {
    double number[DEPTH];
    char op[DEPTH];
    int numbers, ops;
};

static int rank_of(char op) { return op == NEGATE ? 3 : op == '*' || op == '/' ? 2 : op == '+' || op == '-' ? 1 : 0; }

static enum status reduce(struct ctx *c, struct sum *s)
{
    char op = s->op[--s->ops];
    int wants = op == NEGATE ? 1 : 2;
    if (s->numbers < wants)
        return fail(c, REJECT, "the sum lacks a number beside %c", op == NEGATE ? '-' : op);
    double b = s->number[--s->numbers], a = op == NEGATE ? 0 : s->number[--s->numbers];
    if (op == '/' && b == 0)
        return fail(c, REJECT, "the sum divides by zero");
    s->number[s->numbers++] = op == '+' ? a + b : op == '*' ? a * b : op == '/' ? a / b : a - b;
    return OK;
}

static enum status operator(struct ctx *c, struct sum *s, char op, bool after_number)
{
    if (!after_number && op == '+')
        return OK;
    if (!after_number && op != '-')
        return fail(c, REJECT, "the sum lacks a number before %c", op);
    op = after_number ? op : NEGATE;
    while (after_number && s->ops && rank_of(s->op[s->ops - 1]) >= rank_of(op))
        TRY(reduce(c, s));
    if (s->ops >= DEPTH)
        return fail(c, REJECT, "the sum is too deep: write it in parts");
    s->op[s->ops++] = op;
    return OK;
}

static enum status bracket_close(struct ctx *c, struct sum *s)
{
    while (s->ops && s->op[s->ops - 1] != '(')
        TRY(reduce(c, s));
    if (!s->ops)
        return fail(c, REJECT, "the sum closes a bracket that it did not open");
    s->ops--;
    return OK;
}

static enum status number(struct ctx *c, struct sum *s, struct str text, size_t *at)
{
    char part[64];
    size_t n = 0;
    while (*at < text.n && ((text.p[*at] >= '0' && text.p[*at] <= '9') || text.p[*at] == '.')) {
        if (n + 1 >= sizeof part)
            return fail(c, REJECT, "the sum has a number that is too long");
        part[n++] = text.p[(*at)++];
    }
    double d;
    if (s->numbers >= DEPTH || !str_real((struct str){part, (part[n] = 0, n)}, &d))
        return fail(c, REJECT, "the sum has something that is no number: %s", part);
    s->number[s->numbers++] = d;
    return OK;
}

static enum status walk(struct ctx *c, struct sum *s, struct str text)
{
    bool after = false; /* a number or a closed bracket stands before */
    for (size_t i = 0; i < text.n;) {
        char ch = text.p[i];
        bool digit = (ch >= '0' && ch <= '9') || ch == '.';
        if (ch == ' ' || ch == '\t' || ch == '\n') {
            i++;
            continue;
        }
        if ((digit || ch == '(') && after)
            return fail(c, REJECT, "the sum lacks a sign before \"%.8s\"", text.p + i);
        if (digit) {
            TRY(number(c, s, text, &i));
        } else if (ch == '(') {
            if (s->ops >= DEPTH)
                return fail(c, REJECT, "the sum is too deep: write it in parts");
            s->op[s->ops++] = '(', i++;
        } else if (ch == ')') {
            if (!after)
                return fail(c, REJECT, "the sum has an empty bracket");
            TRY(bracket_close(c, s));
            i++;
        } else if (strchr("+-*/", ch)) {
            TRY(operator(c, s, ch, after));
            i++;
        } else {
            return fail(c, REJECT, "the sum may hold numbers, + - * / and brackets, not \"%.8s\"", text.p + i);
        }
        after = digit || ch == ')';
    }
    return after ? OK : fail(c, REJECT, "the sum ends without a number");
}

enum status tool_calculate(struct ctx *c, struct str expression, struct str *out)
{
    struct sum *s = NEW(c, struct sum);
    TRY(walk(c, s, expression));
    while (s->ops) {
        if (s->op[s->ops - 1] == '(')
            return fail(c, REJECT, "the sum opens a bracket that it does not close");
        TRY(reduce(c, s));
    }
    if (!isfinite(s->number[0]))
        return fail(c, REJECT, "the sum is too big");
    char text[400]; /* printing rounds the binary number half to even, as Python's round() does */
    int n = snprintf(text, sizeof text, "%.2f", s->number[0]);
    if (text[n - 1] == '0')
        text[n - 1] = 0;
    *out = str_copy(c, str_z(text));
    return OK;
}
