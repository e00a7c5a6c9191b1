/* The cascade of foedus.sweep.kernel by hand in C: the yardstick of bench_sweep.py.  Same tables in, same sets out. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
typedef uint64_t u64;
typedef struct { const int32_t *start; const u64 *adv, *deb; const uint8_t *special; } groups;
enum { HIT, GOALS, WANTED, WHO, NEUTRALS, S_NOW };
#define HAS(s, r, i) (((s)[(r) * w + ((i) >> 6)] >> ((i) & 63)) & 1)
#define PUT(s, r, i) ((s)[(r) * w + ((i) >> 6)] |= (u64)1 << ((i) & 63))
#define DROP(s, r, i) ((s)[(r) * w + ((i) >> 6)] &= ~((u64)1 << ((i) & 63)))
#define EACH(word, k, x) for (u64 left_##x = (word); left_##x && ((x = (k) * 64 + __builtin_ctzll(left_##x)), 1); left_##x &= left_##x - 1)

static void wish(u64 *want, u64 *wreal, u64 *sm, int x, int out, int real, int w) {
    int some = 0;
    for (int k = 0; k < w; k++) {
        u64 one = sm[WHO * w + k];
        if (x >> 6 == k) one &= ~((u64)1 << (x & 63));
        if (out >> 6 == k) one &= ~((u64)1 << (out & 63));
        if (one) { some = 1; want[x * w + k] |= one; if (real) wreal[x * w + k] |= one; }
    }
    if (some) PUT(sm, WANTED, x);
}
static void owed(const groups *g, int cr, int ad, int real, const u64 *old, const uint8_t *sw, u64 *want, u64 *wreal, u64 *sm, int w) {
    int provoked = HAS(old, ad, cr), d;
    if (provoked && !real && sw[1]) return;
    for (int q = g->start[cr]; q < g->start[cr + 1]; q++) {
        if ((provoked && g->special[q]) || !HAS(g->adv, q, ad)) continue;
        for (int k = 0; k < w; k++) sm[WHO * w + k] = g->deb[q * w + k];
        if (sw[2]) for (int k = 0; k < w; k++) EACH(sm[HIT * w + k] & sm[WHO * w + k], k, d) if (HAS(old, d, cr)) DROP(sm, WHO, d);
        wish(want, wreal, sm, ad, cr, real, w);
    }
}
static void neutral(const groups *g, int cr, int ad, int opened, const u64 *old, const uint8_t *sw, u64 *still, u64 *sm, int w) {
    int provoked = HAS(old, ad, cr), d;
    for (int q = g->start[cr]; q < g->start[cr + 1]; q++) {
        if ((opened && g->special[q] & 2) || (provoked && g->special[q] & 1) || !HAS(g->adv, q, ad)) continue;
        for (int k = 0; k < w; k++) sm[WHO * w + k] = g->deb[q * w + k];
        DROP(sm, WHO, ad);
        if (sw[2]) for (int k = 0; k < w; k++) EACH(sm[HIT * w + k] & sm[WHO * w + k], k, d) if (HAS(old, d, cr)) DROP(sm, WHO, d);
        for (int k = 0; k < w; k++) still[cr * w + k] |= sm[WHO * w + k];
        PUT(sm, NEUTRALS, cr);
    }
}
static int cascade(int w, int a, int b, const groups *def, const groups *att_g, const groups *opens, const groups *neu, const u64 *peace,
                   const uint8_t *sw, u64 *att, u64 *old, u64 *real, u64 *bound, u64 *want, u64 *wreal, u64 *fresh, u64 *still, u64 *sm, int32_t *ev,
                   u64 *S, u64 *T, u64 *both, u64 *breach) {
    int x, z, d, pending = 1, rounds = 0;
    for (int k = 0; k < w; k++) { sm[HIT * w + k] = sm[GOALS * w + k] = sm[WANTED * w + k] = sm[NEUTRALS * w + k] = 0; S[k] = T[k] = both[k] = breach[k] = 0; }
    PUT(S, 0, a); PUT(T, 0, b); PUT(att, b, a); PUT(real, b, a); PUT(sm, HIT, b);
    ev[0] = a; ev[1] = b;
    while (pending) {
        for (int e = 0; e < pending; e++) {
            int p = ev[2 * e], q = ev[2 * e + 1];
            owed(def, q, p, 0, old, sw, want, wreal, sm, w);
            owed(att_g, q, p, 1, old, sw, want, wreal, sm, w);
            owed(opens, p, q, 1, old, sw, want, wreal, sm, w);
            neutral(neu, q, p, 0, old, sw, still, sm, w);
            neutral(neu, p, q, 1, old, sw, still, sm, w);
        }
        for (int k = 0; k < w; k++) EACH(sm[HIT * w + k], k, x) memcpy(old + x * w, att + x * w, 8 * w);
        for (int k = 0; k < w; k++) { sm[GOALS * w + k] |= sm[WANTED * w + k];
            EACH(sm[WANTED * w + k], k, x) for (int j = 0; j < w; j++) bound[x * w + j] |= want[x * w + j]; }
        memcpy(sm + S_NOW * w, S, 8 * w);
        pending = 0;
        int found = 0;
        for (int k = 0; k < w; k++) EACH(sm[WANTED * w + k], k, x) {
            memset(sm + WHO * w, 0, 8 * w);
            if (sw[3]) for (int m = 0; m < w; m++) EACH(sm[GOALS * w + m], m, z)
                if (z != x && (HAS(att, x, z) || (HAS(sm, HIT, z) && HAS(att, z, x)))) for (int j = 0; j < w; j++) sm[WHO * w + j] |= bound[z * w + j];
            u64 some = 0;
            for (int j = 0; j < w; j++) { both[j] |= want[x * w + j] & sm[WHO * w + j];
                some |= fresh[x * w + j] = want[x * w + j] & ~sm[WHO * w + j] & ~att[x * w + j]; }
            if (some) found = 1;
        }
        if (found) {
            rounds++;
            for (int k = 0; k < w; k++) EACH(sm[WANTED * w + k], k, x)
                for (int j = 0; j < w; j++) breach[j] |= fresh[x * w + j] & (peace[x * w + j] | still[x * w + j]);
            for (int k = 0; k < w; k++) EACH(sm[WANTED * w + k], k, x) {
                int some = 0;
                for (int j = 0; j < w; j++) {
                    u64 one = fresh[x * w + j];
                    if (!one) continue;
                    some = 1;
                    if (HAS(sm, S_NOW, x)) T[j] |= one; else S[j] |= one;
                    att[x * w + j] |= one;
                    if (!sw[0]) one &= wreal[x * w + j];
                    real[x * w + j] |= one;
                    EACH(one, j, d) { ev[2 * pending] = d; ev[2 * pending + 1] = x; pending++; }
                }
                if (some) PUT(sm, HIT, x);
            }
        }
        for (int k = 0; k < w; k++) { u64 all = sm[WANTED * w + k]; sm[WANTED * w + k] = 0;
            EACH(all, k, x) for (int j = 0; j < w; j++) want[x * w + j] = wreal[x * w + j] = fresh[x * w + j] = 0; }
    }
    for (int k = 0; k < w; k++) { both[k] |= S[k] & T[k];
        EACH(sm[HIT * w + k] | sm[GOALS * w + k], k, x) for (int j = 0; j < w; j++) att[x * w + j] = old[x * w + j] = real[x * w + j] = bound[x * w + j] = 0;
        EACH(sm[NEUTRALS * w + k], k, x) memset(still + x * w, 0, 8 * w); }
    return rounds;
}
void all_pairs(int n, int w, const groups *g, const u64 *peace, const uint8_t *sw, u64 *S, u64 *T, u64 *both, u64 *breach, uint8_t *rounds) {
    size_t rows = (size_t)n * w;
    u64 *m = calloc(8 * rows + 6 * w, 8);
    int32_t *ev = malloc(sizeof(int32_t) * 2 * n * n);
    size_t i = 0;
    for (int a = 0; a < n; a++) for (int b = 0; b < n; b++) if (a != b) {
        rounds[i] = cascade(w, a, b, g, g + 1, g + 2, g + 3, peace, sw, m, m + rows, m + 2 * rows, m + 3 * rows, m + 4 * rows, m + 5 * rows,
                            m + 6 * rows, m + 7 * rows, m + 8 * rows, ev, S + i * w, T + i * w, both + i * w, breach + i * w);
        i++;
    }
    free(m); free(ev);
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
