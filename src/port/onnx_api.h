/* port/onnx_api.h - the few functions of ONNX Runtime's table that are called, at their places; within port/ only.
 *
 * The package onnxruntime carries the library without its header. The table only ever grows at its end, so version 17 of it is
 * in every library since 1.17. Source: crate ort-sys 2.0.0-rc.15 (MIT OR Apache-2.0), which lists the table in its order.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { ONNX_API_VERSION = 17, ONNX_LOG_FATAL = 4, ONNX_OPTIMIZE_ALL = 99, ONNX_DEVICE_ALLOCATOR = 0, ONNX_MEMORY_DEFAULT = 0 };

typedef struct onnx_status *onnx_done; /* NULL: done */
struct onnx_env;
struct onnx_session;
struct onnx_options;
struct onnx_value;
struct onnx_memory;
struct onnx_allocator;
struct onnx_type;   /* of an input or output */
struct onnx_tensor; /* its numbers and sides */

struct onnx_api {
    void *from_0[2];
    const char *(*message)(const struct onnx_status *s); /* 2 */
    onnx_done (*env)(int log_level, const char *name, struct onnx_env **out);
    void *from_4[3];
    onnx_done (*session)(const struct onnx_env *e, const char *path, const struct onnx_options *o, struct onnx_session **out); /* 7 */
    void *from_8[1];
    onnx_done (*run)(struct onnx_session *s, const void *run_options, const char *const *in_name, const struct onnx_value *const *in, size_t n_in,
                     const char *const *out_name, size_t n_out, struct onnx_value **out); /* 9 */
    onnx_done (*options)(struct onnx_options **out);
    void *from_11[12];
    onnx_done (*set_optimization)(struct onnx_options *o, int level); /* 23 */
    onnx_done (*set_threads)(struct onnx_options *o, int n);
    void *from_25[5];
    onnx_done (*count_in)(const struct onnx_session *s, size_t *out); /* 30 */
    onnx_done (*count_out)(const struct onnx_session *s, size_t *out);
    void *from_32[1];
    onnx_done (*type_in)(const struct onnx_session *s, size_t i, struct onnx_type **out); /* 33 */
    onnx_done (*type_out)(const struct onnx_session *s, size_t i, struct onnx_type **out);
    void *from_35[1];
    onnx_done (*name_in)(const struct onnx_session *s, size_t i, struct onnx_allocator *a, char **out); /* 36 */
    onnx_done (*name_out)(const struct onnx_session *s, size_t i, struct onnx_allocator *a, char **out);
    void *from_38[11];
    onnx_done (*tensor)(const struct onnx_memory *m, void *at, size_t bytes, const int64_t *side, size_t n, int kind, struct onnx_value **out); /* 49 */
    void *from_50[1];
    onnx_done (*numbers)(struct onnx_value *v, void **out); /* 51 */
    void *from_52[3];
    onnx_done (*as_tensor)(const struct onnx_type *t, const struct onnx_tensor **out); /* 55; NULL: it is none */
    void *from_56[4];
    onnx_done (*kind)(const struct onnx_tensor *t, int *out); /* 60 */
    onnx_done (*count_sides)(const struct onnx_tensor *t, size_t *out);
    onnx_done (*sides)(const struct onnx_tensor *t, int64_t *out, size_t n);
    void *from_63[2];
    onnx_done (*tensor_of)(const struct onnx_value *v, struct onnx_tensor **out); /* 65 */
    void *from_66[3];
    onnx_done (*memory)(int allocator, int memory, struct onnx_memory **out); /* 69 */
    void *from_70[6];
    onnx_done (*give_back)(struct onnx_allocator *a, void *what); /* 76 */
    void *from_77[1];
    onnx_done (*allocator)(struct onnx_allocator **out); /* 78 */
    void *from_79[14];
    void (*free_status)(struct onnx_status *s); /* 93 */
    void (*free_memory)(struct onnx_memory *m);
    void (*free_session)(struct onnx_session *s);
    void (*free_value)(struct onnx_value *v);
    void *from_97[1];
    void (*free_type)(struct onnx_type *t); /* 98 */
    void (*free_tensor)(struct onnx_tensor *t);
    void (*free_options)(struct onnx_options *o); /* 100 */
    void *from_101[29];
    onnx_done (*set_option)(struct onnx_options *o, const char *name, const char *value); /* 130 */
};
_Static_assert(offsetof(struct onnx_api, run) == 9 * sizeof(void *), "place 9");
_Static_assert(offsetof(struct onnx_api, tensor) == 49 * sizeof(void *), "place 49");
_Static_assert(offsetof(struct onnx_api, allocator) == 78 * sizeof(void *), "place 78");
_Static_assert(offsetof(struct onnx_api, set_option) == 130 * sizeof(void *), "place 130");

struct onnx_base {
    const struct onnx_api *(*api)(uint32_t version);
    const char *(*version)(void);
};
