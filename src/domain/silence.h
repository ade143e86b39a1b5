/* What it means when nobody decides in time, as an item says it (domain.md B.7). */
#ifndef YC_DOMAIN_SILENCE_H
#define YC_DOMAIN_SILENCE_H

enum silence_mode {
    SILENCE_NONE,
    SILENCE_RENEWAL, /* 许可法50: the old licence goes on */
    SILENCE_OVERDUE, /* 超时默认, a local rule: overdue is granted */
    SILENCE_ABSENT   /* 缺席默认, a local rule: a joint part that is absent agrees */
};

#endif
