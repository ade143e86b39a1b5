#include "catalog/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "catalog/yaml.h"

enum { FOLDERS_DEEP = 4, PATH_MOST = 200 };

void catalog_files_add(struct catalog_files *fs, const char *path, const char *text, size_t len)
{
    struct catalog_file f = {.path = mem_strdup(path), .text = mem_strndup(text, len), .len = len};

    fs->file = mem_resize(fs->file, (fs->n + 1) * sizeof *fs->file);
    fs->file[fs->n++] = f;
}

void catalog_files_free(struct catalog_files *fs)
{
    for (size_t i = 0; i < fs->n; i++) {
        free(fs->file[i].path);
        free(fs->file[i].text);
    }
    free(fs->file);
    *fs = (struct catalog_files){0};
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n > m && strcmp(s + n - m, end) == 0;
}

/* Translations are the program's own. */
static bool wanted_folder(const char *path)
{
    return strcmp(path, "data/po") != 0;
}

bool catalog_files_path(const char *path)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./";
    bool folder = strncmp(path, "data/", 5) == 0 || strncmp(path, "forms/", 6) == 0 ||
                  strncmp(path, "keymaps/", 8) == 0;

    return folder && (ends_with(path, ".yaml") || ends_with(path, ".tsv")) &&
           strlen(path) <= PATH_MOST && strspn(path, letters) == strlen(path) &&
           !strstr(path, "/.") && !strstr(path, "//");
}

/* One byte more than a definition may have is kept, so that the reader reports it. */
static enum rc read_file(const char *full, const char *path, struct catalog_files *out,
                         struct fault *f)
{
    FILE *in = fopen(full, "rb");
    struct buf b = {0};
    char part[8192];
    size_t n;

    while (in && b.len <= YAML_FILE_MAX && (n = fread(part, 1, sizeof part, in)) > 0)
        buf_add(&b, part, n);
    bool bad = !in || ferror(in);
    int why = errno;
    if (in) fclose(in);
    if (!bad) catalog_files_add(out, path, buf_str(&b), b.len);
    buf_free(&b);
    if (bad)
        return fault_set(f, RC_REFUSED, "file", N_("{1} cannot be read: {2}"), full, strerror(why),
                         NULL);
    return RC_OK;
}

static enum rc read_folder(const char *dir, const char *path, int deep, struct catalog_files *out,
                           struct fault *f);

static enum rc read_entry(const char *dir, const char *path, int deep, struct catalog_files *out,
                          struct fault *f)
{
    char *full = mem_printf("%s/%s", dir, path);
    struct stat st;
    enum rc rc = RC_OK;

    if (stat(full, &st) != 0)
        rc = fault_set(f, RC_REFUSED, "file", N_("{1} cannot be read: {2}"), full, strerror(errno),
                       NULL);
    else if (S_ISDIR(st.st_mode) && deep < FOLDERS_DEEP && wanted_folder(path))
        rc = read_folder(dir, path, deep + 1, out, f);
    else if (S_ISREG(st.st_mode) && (ends_with(path, ".yaml") || ends_with(path, ".tsv")))
        rc = read_file(full, path, out, f);
    free(full);
    return rc;
}

static enum rc read_folder(const char *dir, const char *path, int deep, struct catalog_files *out,
                           struct fault *f)
{
    char *full = mem_printf("%s/%s", dir, path);
    DIR *d = opendir(full);
    enum rc rc = RC_OK;

    if (!d)
        rc = fault_set(f, RC_REFUSED, "file", N_("{1} cannot be read: {2}"), full, strerror(errno),
                       NULL);
    free(full);
    for (struct dirent *e; rc == RC_OK && (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        char *inner = mem_printf("%s/%s", path, e->d_name);
        rc = read_entry(dir, inner, deep, out, f);
        free(inner);
    }
    if (d) closedir(d);
    return rc;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct catalog_file *)a)->path, ((const struct catalog_file *)b)->path);
}

enum rc catalog_files_read(const char *dir, struct catalog_files *out, struct fault *f)
{
    static const char *const folders[] = {"data", "forms", "keymaps"};

    *out = (struct catalog_files){0};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        enum rc rc = read_folder(dir, folders[i], 0, out, f);
        if (rc == RC_OK) continue;
        catalog_files_free(out);
        return rc;
    }
    if (out->n) qsort(out->file, out->n, sizeof *out->file, by_path);
    return RC_OK;
}
