/* Form values of sample applicants, as parameters for home_do. */
#ifndef YC_TESTS_OFFICE_FORMS_H
#define YC_TESTS_OFFICE_FORMS_H

#define A03_FORM                                                                                   \
    "form.org_name", "宏盛食品店", "form.uscc", "91370299MA3F000146", "form.legal_rep", "李宏盛",  \
        "form.legal_rep_id", "370299198801150010", "form.contact", "李宏盛", "form.contact_phone", \
        "13800000000", "form.premises_addr", "青溪县北京路12号", "form.premises_area", "56.5",     \
        "form.biz_type", "餐饮服务经营者", "form.projects", "热食类食品制售", "form.staff", "4",   \
        "form.online", "false"
#define A03_ALL "materials", "m1,m2,m3,m4,m5"

#define A04_FORM                                                                                   \
    "form.org_name", "宏盛食品店", "form.uscc", "91370299MA3F000146", "form.legal_rep", "李宏盛",  \
        "form.legal_rep_id", "370299198801150010", "form.contact", "李宏盛", "form.contact_phone", \
        "13800000000", "form.old_no", "JY23702990012345", "form.unchanged", "true"

/* Fails the running test with the office's own words when an act is refused; or when one is not
 * refused as it should. */
#define MUST(h, ...) must_((h), home_do((h), __VA_ARGS__, NULL), #__VA_ARGS__, __LINE__)
#define REFUSED(h, want, ...) refused_((h), home_do((h), __VA_ARGS__, NULL), want, __LINE__)

static inline void must_(struct home *h, bool ok, const char *what, int line)
{
    if (!ok) fail_msg("line %d: %s: refused [%s] %s", line, what, h->code, h->text);
}

static inline void refused_(struct home *h, bool ok, const char *want, int line)
{
    if (ok || strcmp(h->code, want) != 0)
        fail_msg("line %d: wanted a refusal '%s', got '%s' %s", line, want, ok ? "ok" : h->code,
                 h->text);
}

#endif
