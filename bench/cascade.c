/* The cascade of foedus.sweep.kernel by hand in C: the yardstick of bench_sweep.py.  Same tables in, same sets out. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
typedef uint64_t u64;
typedef struct { const int32_t *start; const u64 *adv, *deb; const uint8_t *special; } groups;
enum { HIT, GOALS, WANTED, WHO, FOES, NEUTRALS, S_NOW, VICTIMS, STRIKERS, ACTED, ROWS };
#define HAS(s, r, i) (((s)[(r) * w + ((i) >> 6)] >> ((i) & 63)) & 1)
#define PUT(s, r, i) ((s)[(r) * w + ((i) >> 6)] |= (u64)1 << ((i) & 63))
#define DROP(s, r, i) ((s)[(r) * w + ((i) >> 6)] &= ~((u64)1 << ((i) & 63)))
#define EACH(word, k, x) for (u64 left_##x = (word); left_##x && ((x = (k) * 64 + __builtin_ctzll(left_##x)), 1); left_##x &= left_##x - 1)

/* By the first attack: nobody has done anything before it. */
static void owed_first(const groups *g, int cr, int x, int real, u64 *want, u64 *wreal, u64 *sm, int w) {
    for (int q = g->start[cr]; q < g->start[cr + 1]; q++) {
        if (!HAS(g->adv, q, x)) continue;
        u64 some = 0;
        for (int k = 0; k < w; k++) {
            u64 one = g->deb[q * w + k];
            if (x >> 6 == k) one &= ~((u64)1 << (x & 63));
            some |= one; want[x * w + k] |= one; if (real) wreal[x * w + k] |= one;
        }
        if (some) PUT(sm, WANTED, x);
    }
}
static void neutral_first(const groups *g, int cr, int x, int opened, u64 *still, u64 *sm, int w) {
    for (int q = g->start[cr]; q < g->start[cr + 1]; q++) {
        if ((opened && g->special[q] & 2) || !HAS(g->adv, q, x)) continue;
        for (int k = 0; k < w; k++) still[cr * w + k] |= g->deb[q * w + k];
        DROP(still, cr, x);
        PUT(sm, NEUTRALS, cr);
    }
}
/* The new adversaries of a creditor that a group is against, to FOES; its debtors, to WHO. */
static int called(const groups *g, int q, int cr, const u64 *new, int innocent, const u64 *did, const uint8_t *sw, u64 *sm, int w) {
    u64 some = 0;
    for (int k = 0; k < w; k++) some |= sm[FOES * w + k] = new[cr * w + k] & g->adv[q * w + k] & (innocent ? ~did[cr * w + k] : ~(u64)0);
    if (some) for (int k = 0; k < w; k++) sm[WHO * w + k] = g->deb[q * w + k] & (sw[2] ? ~did[cr * w + k] : ~(u64)0);
    return some != 0;
}
static void owed(const groups *g, int cr, const u64 *new, int real, const u64 *did, const uint8_t *sw, u64 *want, u64 *wreal, u64 *sm, int w) {
    int x;
    for (int q = g->start[cr]; q < g->start[cr + 1]; q++) {
        if (!called(g, q, cr, new, g->special[q] || (!real && sw[1]), did, sw, sm, w)) continue;
        u64 some = 0;
        for (int k = 0; k < w; k++) some |= sm[WHO * w + k];
        if (some) for (int k = 0; k < w; k++) {
            sm[WANTED * w + k] |= sm[FOES * w + k];
            EACH(sm[FOES * w + k], k, x) for (int j = 0; j < w; j++) {
                u64 one = sm[WHO * w + j];
                if (x >> 6 == j) one &= ~((u64)1 << (x & 63));
                want[x * w + j] |= one; if (real) wreal[x * w + j] |= one;
            }
        }
    }
}
static void neutral(const groups *g, int cr, const u64 *new, int opened, const u64 *did, const uint8_t *sw, u64 *still, u64 *sm, int w) {
    for (int q = g->start[cr]; q < g->start[cr + 1]; q++) {
        if ((opened && g->special[q] & 2) || !called(g, q, cr, new, g->special[q] & 1, did, sw, sm, w)) continue;
        int foes = 0;
        for (int k = 0; k < w; k++) foes += __builtin_popcountll(sm[FOES * w + k]);
        for (int k = 0; k < w; k++) still[cr * w + k] |= sm[WHO * w + k] & (foes == 1 ? ~sm[FOES * w + k] : ~(u64)0);
        PUT(sm, NEUTRALS, cr);
    }
}
static int cascade(int w, int a, int b, const groups *def, const groups *att_g, const groups *opens, const groups *neu, const u64 *peace,
                   const uint8_t *sw, u64 *att, u64 *old, u64 *did, u64 *bound, u64 *want, u64 *wreal, u64 *fresh, u64 *still, u64 *hits, u64 *strikes,
                   u64 *sm, u64 *S, u64 *T, u64 *both, u64 *breach) {
    int x, z, d, pending = 1, rounds = 0;
    memset(sm, 0, 8 * w * ROWS);
    for (int k = 0; k < w; k++) S[k] = T[k] = both[k] = breach[k] = 0;
    PUT(S, 0, a); PUT(T, 0, b); PUT(att, b, a); PUT(sm, HIT, b);
    while (pending) {
        if (!rounds) {
            owed_first(def, b, a, 0, want, wreal, sm, w);
            owed_first(att_g, b, a, 1, want, wreal, sm, w);
            owed_first(opens, a, b, 1, want, wreal, sm, w);
            neutral_first(neu, b, a, 0, still, sm, w);
            neutral_first(neu, a, b, 1, still, sm, w);
        }
        for (int k = 0; k < w; k++) {
            EACH(sm[VICTIMS * w + k], k, x) {
                owed(def, x, hits, 0, did, sw, want, wreal, sm, w);
                owed(att_g, x, hits, 1, did, sw, want, wreal, sm, w);
                neutral(neu, x, hits, 0, did, sw, still, sm, w);
                memset(hits + x * w, 0, 8 * w);
            }
            EACH(sm[STRIKERS * w + k], k, z) {
                owed(opens, z, strikes, 1, did, sw, want, wreal, sm, w);
                neutral(neu, z, strikes, 1, did, sw, still, sm, w);
                memset(strikes + z * w, 0, 8 * w);
            }
            sm[VICTIMS * w + k] = sm[STRIKERS * w + k] = 0;
        }
        for (int k = 0; k < w; k++) EACH(sm[HIT * w + k], k, x) for (int j = 0; j < w; j++) {
            u64 one = att[x * w + j] & ~old[x * w + j];
            if (!one) continue;
            old[x * w + j] = att[x * w + j];
            sm[ACTED * w + j] |= one;
            EACH(one, j, d) PUT(did, d, x);
        }
        for (int k = 0; k < w; k++) { sm[GOALS * w + k] |= sm[WANTED * w + k];
            EACH(sm[WANTED * w + k], k, x) for (int j = 0; j < w; j++) bound[x * w + j] |= want[x * w + j]; }
        memcpy(sm + S_NOW * w, S, 8 * w);
        pending = 0;
        int found = 0;
        for (int k = 0; k < w; k++) EACH(sm[WANTED * w + k], k, x) {
            memset(sm + WHO * w, 0, 8 * w);
            if (sw[3]) for (int m = 0; m < w; m++) EACH(sm[GOALS * w + m] & (att[x * w + m] | did[x * w + m]), m, z)
                for (int j = 0; j < w; j++) sm[WHO * w + j] |= bound[z * w + j];
            u64 some = 0;
            for (int j = 0; j < w; j++) { both[j] |= want[x * w + j] & sm[WHO * w + j];
                some |= fresh[x * w + j] = want[x * w + j] & ~sm[WHO * w + j] & ~att[x * w + j]; }
            if (some) found = 1;
        }
        if (found) {
            rounds++;
            for (int k = 0; k < w; k++) EACH(sm[WANTED * w + k], k, x) {
                int some = 0;
                for (int j = 0; j < w; j++) {
                    u64 one = fresh[x * w + j];
                    if (!one) continue;
                    some = 1;
                    breach[j] |= one & (peace[x * w + j] | still[x * w + j]);
                    if (HAS(sm, S_NOW, x)) T[j] |= one; else S[j] |= one;
                    att[x * w + j] |= one;
                    if (!sw[0]) one &= wreal[x * w + j];
                    if (!one) continue;
                    pending = 1;
                    hits[x * w + j] = one;
                    PUT(sm, VICTIMS, x);
                    sm[STRIKERS * w + j] |= one;
                    EACH(one, j, d) PUT(strikes, d, x);
                }
                if (some) PUT(sm, HIT, x);
            }
        }
        for (int k = 0; k < w; k++) { u64 all = sm[WANTED * w + k]; sm[WANTED * w + k] = 0;
            EACH(all, k, x) for (int j = 0; j < w; j++) want[x * w + j] = wreal[x * w + j] = fresh[x * w + j] = 0; }
    }
    for (int k = 0; k < w; k++) { both[k] |= S[k] & T[k];
        EACH(sm[HIT * w + k] | sm[GOALS * w + k], k, x) for (int j = 0; j < w; j++) att[x * w + j] = old[x * w + j] = bound[x * w + j] = 0;
        EACH(sm[ACTED * w + k], k, x) memset(did + x * w, 0, 8 * w);
        EACH(sm[NEUTRALS * w + k], k, x) memset(still + x * w, 0, 8 * w); }
    return rounds;
}
void all_pairs(int n, int w, const groups *g, const u64 *peace, const uint8_t *sw, u64 *S, u64 *T, u64 *both, u64 *breach, uint8_t *rounds) {
    size_t rows = (size_t)n * w;
    u64 *m = calloc(10 * rows + ROWS * w, 8);
    size_t i = 0;
    for (int a = 0; a < n; a++) for (int b = 0; b < n; b++) if (a != b) {
        rounds[i] = cascade(w, a, b, g, g + 1, g + 2, g + 3, peace, sw, m, m + rows, m + 2 * rows, m + 3 * rows, m + 4 * rows, m + 5 * rows,
                            m + 6 * rows, m + 7 * rows, m + 8 * rows, m + 9 * rows, m + 10 * rows, S + i * w, T + i * w, both + i * w, breach + i * w);
        i++;
    }
    free(m);
}
/* The least that any cascade has to do: read the rules on the target of the one attack, write the five answers. */
void least(int n, int w, const groups *def, u64 *S, u64 *T, u64 *both, u64 *breach, uint8_t *rounds) {
    size_t i = 0;
    for (int a = 0; a < n; a++) for (int b = 0; b < n; b++) if (a != b) {
        u64 any = 0;
        for (int k = 0; k < w; k++) S[i * w + k] = T[i * w + k] = both[i * w + k] = breach[i * w + k] = 0;
        for (int q = def->start[b]; q < def->start[b + 1]; q++)
            if (HAS(def->adv, q, a)) for (int k = 0; k < w; k++) any |= T[i * w + k] |= def->deb[q * w + k];
        S[i * w + (a >> 6)] |= (u64)1 << (a & 63);
        T[i * w + (b >> 6)] |= (u64)1 << (b & 63);
        rounds[i++] = any != 0;
    }
}
