/* yichuang-witness: checks what the office gives out, without any of the office's code. */
#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "witness/copy.h"
#include "witness/head.h"
#include "witness/proof.h"
#include "witness/say.h"
#include "witness/text.h"

enum { SLACK = 120 };

static int usage(FILE *to, int status)
{
    fputs("usage: yichuang-witness [--key PUB.PEM]... [--head 'SIZE ROOT']... [--slack SECONDS]\n"
          "                        [--lang zh|en] FILE\n"
          "  FILE    a sealed copy (yichuang export --sealed) or a proof (yichuang seal prove);\n"
          "          - reads standard input\n"
          "  --key   the hall's public key, kept from before; without it the keys in FILE count\n"
          "  --head  a head as printed on a day report; spaces in the root do not matter\n"
          "exit status: 0 all holds, 1 something does not, 2 wrong usage\n",
          to);
    return status;
}

/* "1234 5f0c 81aa ..." */
static bool read_paper(const char *s, struct copy_options *opt)
{
    struct paper *p = &opt->paper[opt->npapers];
    char hex[2 * HASH + 1], *rest;
    size_t n = 0;

    if (opt->npapers == PAPERS) return false;
    p->size = strtoull(s, &rest, 10);
    for (; *rest; rest++) {
        if (isspace((unsigned char)*rest)) continue;
        if (n == 2 * HASH) return false;
        hex[n++] = (char)tolower((unsigned char)*rest);
    }
    hex[n] = '\0';
    opt->npapers++;
    return n == 2 * HASH && text_unhex(p->root.b, HASH, hex);
}

static void choose_language(const char *wanted)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (int i = 0; !wanted && i < 3; i++)
        if (getenv(names[i]) && *getenv(names[i])) wanted = getenv(names[i]);
    say_chinese = wanted && strncmp(wanted, "zh", 2) == 0;
}

static bool is_proof(FILE *in)
{
    int c = getc(in);

    ungetc(c, in);
    return c == 'y';
}

static int check(const char *path, struct copy_options *opt)
{
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");

    if (!in) {
        perror(path);
        return 2;
    }
    if (is_proof(in))
        proof_check(in, opt);
    else
        copy_check(in, opt);
    if (in != stdin) fclose(in);
    if (say_found)
        say_line(say_two("%llu finding(s)", "共%llu处不符"), (unsigned long long)say_found);
    return say_found ? 1 : 0;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"key", required_argument, NULL, 'k'},   {"head", required_argument, NULL, 'H'},
        {"slack", required_argument, NULL, 's'}, {"lang", required_argument, NULL, 'l'},
        {"help", no_argument, NULL, 'h'},        {0}};
    struct copy_options opt = {.slack = SLACK};
    const char *lang = NULL;

    for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (c == 'h') return usage(stdout, 0);
        if (c == 'l') lang = optarg;
        if (c == 's') opt.slack = atoll(optarg);
        if (c == '?' || (c == 'H' && !read_paper(optarg, &opt))) return usage(stderr, 2);
        if (c == 'k' && !head_trust(optarg)) {
            fprintf(stderr, "%s: no public key\n", optarg);
            return 2;
        }
    }
    if (optind + 1 != argc) return usage(stderr, 2);
    choose_language(lang);
    return check(argv[optind], &opt);
}
