/*
 * The stages that every filter of packets has, written plainly in C, to hold the engine's own against:
 * parse, longest prefix, flow table, a counter for each target, verdict, compaction.
 *
 * The traffic is that of org.scrubber.captures.bench: a UDP flood of 4 million sources against one
 * host of one of 200 objects, with 4,000 prefixes of IPv4, a million distinct packets a pass, made
 * between the rounds that are timed. CPU time of the thread; prints p5 and p25 of a packet, ns, and the
 * share that was dropped.
 *
 *   gcc -O3 -march=native -o stages stages.c && ./stages [PASSES]
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PACKETS (1 << 20)
#define ROUND (1 << 16)
#define BATCH 256
#define STRIDE 64
#define OBJECTS 200
#define WAYS 4
#define BUCKETS (1 << 17)
#define RATES (1 << 16)
#define SEED 0x5eedbe7c45eed123ull

/* ---- what a batch is, in columns ---- */
static const uint8_t *frame[BATCH];
static uint32_t length[BATCH], source[BATCH], target[BATCH], ports[BATCH], payload[BATCH];
static uint8_t family[BATCH], protocol[BATCH], ttl[BATCH], malformed[BATCH], verdict[BATCH];
static int32_t object[BATCH], source_object[BATCH];
static uint64_t time_ns[BATCH], target_hash[BATCH], flow_hash[BATCH];
static uint32_t survivors[BATCH];
static int survivor_count;

/* ---- what lasts ---- */
static int32_t root[1 << 16];
static int32_t *nodes;
static int32_t node_count;
struct bucket {
  uint64_t hash[WAYS];
  uint64_t state[WAYS]; /* last seen in ticks, packets */
  uint64_t notes[WAYS];
  uint64_t first[WAYS];
};
static struct bucket *flows;
struct rate {
  uint64_t hash, full_ns;
};
static struct rate *rates;
static uint64_t passed, dropped, touched;

static inline uint64_t mix(uint64_t word, uint64_t seed) {
  uint64_t h = (word ^ seed) * 0xff51afd7ed558ccdull;
  h ^= h >> 32;
  h *= 0xc4ceb9fe1a85ec53ull;
  return h ^ h >> 29;
}

static inline uint32_t be32(const uint8_t *p) {
  uint32_t v;
  memcpy(&v, p, 4);
  return __builtin_bswap32(v);
}

static inline uint32_t be16(const uint8_t *p) {
  return (uint32_t)p[0] << 8 | p[1];
}

/* ---- prefixes: 16, 8 and 8 bits; a slot holds a value plus one, or the negated place of a node ---- */
static int32_t *child(int32_t *slot) {
  if (*slot >= 0) {
    int32_t *node = nodes + (size_t)node_count * 256;
    for (int k = 0; k < 256; k++) node[k] = *slot;
    *slot = -(++node_count);
  }
  return nodes + (size_t)(-*slot - 1) * 256;
}

static void add_prefix(uint32_t address, int bits, int32_t value) {
  int32_t *level = child(&root[address >> 16]);
  if (bits <= 24) {
    uint32_t from = address >> 8 & 0xff;
    for (uint32_t k = 0; k < 1u << (24 - bits); k++) level[from + k] = value + 1;
    return;
  }
  level = child(&level[address >> 8 & 0xff]);
  uint32_t from = address & 0xff;
  for (uint32_t k = 0; k < 1u << (32 - bits); k++) level[from + k] = value + 1;
}

static inline int32_t lookup(uint32_t address) {
  int32_t slot = root[address >> 16];
  if (slot < 0) slot = nodes[(size_t)(-slot - 1) * 256 + (address >> 8 & 0xff)];
  if (slot < 0) slot = nodes[(size_t)(-slot - 1) * 256 + (address & 0xff)];
  return slot - 1;
}

static uint32_t host(int of, int prefix, uint32_t number) {
  uint32_t base = 0x2c000000u + ((uint32_t)of << 15);
  if (prefix == 0) return base + (number & 0xfff);
  return prefix < 10 ? base + 0x1000 + ((uint32_t)prefix << 8) + (number & 0xff)
                     : base + 0x2000 + ((uint32_t)prefix << 4) + (number & 0xf);
}

/* ---- traffic ---- */
static uint64_t drawn = SEED;

static uint64_t draw(void) {
  uint64_t z = drawn += 0x9e3779b97f4a7c15ull;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ z >> 27) * 0x94d049bb133111ebull;
  return z ^ z >> 31;
}

static void put(uint8_t *p, uint64_t value, int bytes) {
  for (int k = bytes - 1; k >= 0; k--, value >>= 8) p[k] = (uint8_t)value;
}

static uint32_t folded(const uint8_t *ip) {
  uint32_t sum = 0;
  for (int k = 0; k < 20; k += 2) sum += be16(ip + k);
  sum = (sum & 0xffff) + (sum >> 16);
  return (sum & 0xffff) + (sum >> 16);
}

static void make(uint8_t *area) {
  for (int i = 0; i < PACKETS; i++) {
    uint8_t *p = area + (size_t)i * STRIDE, *ip = p + 14;
    uint64_t random = draw(), noise = mix(random, 1);
    uint32_t from = 0x50000000u | ((uint32_t)mix(random & ((1 << 22) - 1), 2) & 0x0fffffff);
    memset(p, 2, 12);
    put(p + 12, 0x0800, 2);
    put(ip, 0x4500, 2);
    put(ip + 2, 46, 2);
    put(ip + 4, random >> 13, 2);
    put(ip + 6, 0x4000, 2);
    ip[8] = 40 + (from & 15);
    ip[9] = 17;
    put(ip + 10, 0, 2);
    put(ip + 12, from, 4);
    put(ip + 16, host(2, 0, 7), 4);
    put(ip + 10, ~folded(ip) & 0xffff, 2);
    put(ip + 20, 1024 + (random >> 40 & 0x7fff), 2);
    put(ip + 22, 1024 + (noise & 0x7fff), 2);
    put(ip + 24, 26, 2);
    put(ip + 26, 0, 2);
    put(ip + 28, noise, 8);
    put(ip + 36, ~noise, 8);
    put(ip + 44, noise, 2);
  }
}

/* ---- the stages ---- */
static void parse(int size) {
  for (int i = 0; i < size; i++) {
    const uint8_t *p = frame[i], *ip = p + 14;
    family[i] = 0;
    malformed[i] = 0;
    payload[i] = 0;
    ports[i] = 0;
    if (length[i] < 34 || be16(p + 12) != 0x0800) continue;
    uint32_t header = (uint32_t)(ip[0] & 15) * 4, total = be16(ip + 2);
    if (ip[0] >> 4 != 4 || header < 20 || total < header || 14 + header > length[i]) {
      malformed[i] = 1;
      continue;
    }
    family[i] = 4;
    if (header == 20 && folded(ip) != 0xffff) malformed[i] = 2;
    protocol[i] = ip[9];
    ttl[i] = ip[8];
    source[i] = be32(ip + 12);
    target[i] = be32(ip + 16);
    if (be16(ip + 6) & 0x1fff) continue;
    const uint8_t *above = ip + header;
    if (protocol[i] == 17 && above + 8 <= p + length[i]) {
      ports[i] = be32(above);
      payload[i] = be16(above + 4) - 8;
      if (be16(above + 4) < 8 || be16(above + 4) > total - header) malformed[i] = 3;
    } else if (protocol[i] == 6 && above + 20 <= p + length[i]) {
      uint32_t words = above[12] >> 4;
      ports[i] = be32(above);
      payload[i] = total - header - words * 4;
      if (words < 5) malformed[i] = 4;
    }
  }
}

static void classify(int size) {
  survivor_count = 0;
  for (int i = 0; i < size; i++) {
    object[i] = lookup(target[i]);
    source_object[i] = lookup(source[i]);
    uint64_t from = mix(source[i], SEED) + (ports[i] >> 16), to = mix(target[i], SEED);
    target_hash[i] = to;
    to += ports[i] & 0xffff;
    uint64_t low = from < to ? from : to, high = from < to ? to : from;
    flow_hash[i] = mix(low, mix(high, protocol[i])) | 1;
    if (object[i] >= 0 && family[i]) survivors[survivor_count++] = (uint32_t)i;
  }
}

static void track(void) {
  uint64_t sum = 0;
  for (int k = 0; k < survivor_count; k++) {
    struct bucket *b = &flows[flow_hash[survivors[k]] & (BUCKETS - 1)];
    sum += b->hash[0] + b->notes[0];
  }
  touched += sum;
  for (int k = 0; k < survivor_count; k++) {
    int i = (int)survivors[k];
    struct bucket *b = &flows[flow_hash[i] & (BUCKETS - 1)];
    uint64_t tick = time_ns[i] >> 22, oldest = ~0ull;
    int way, gives_way = 0;
    for (way = 0; way < WAYS && b->hash[way] != flow_hash[i]; way++) {
      if (b->state[way] >> 32 < oldest) {
        oldest = b->state[way] >> 32;
        gives_way = way;
      }
    }
    if (way == WAYS) {
      way = gives_way;
      b->hash[way] = flow_hash[i];
      b->state[way] = 0;
      b->first[way] = tick << 32;
      b->notes[way] = payload[i];
    }
    b->state[way] = tick << 32 | ((b->state[way] + 1) & 0xffff);
  }
}

static void judge(int size) {
  memset(verdict, 0, (size_t)size);
  int kept = 0;
  for (int k = 0; k < survivor_count; k++) {
    int i = (int)survivors[k];
    struct rate *r = &rates[target_hash[i] & (RATES - 1)];
    uint64_t interval = 200000, burst = 100000000;
    if (r->hash != target_hash[i]) {
      r->hash = target_hash[i];
      r->full_ns = 0;
    }
    uint64_t from = r->full_ns > time_ns[i] ? r->full_ns : time_ns[i];
    uint64_t level = from + interval - time_ns[i];
    int over = level > burst || malformed[i];
    r->full_ns = over ? r->full_ns : from + interval;
    verdict[i] = (uint8_t)over;
    survivors[kept] = (uint32_t)i;
    kept += !over;
  }
  dropped += (uint64_t)(survivor_count - kept);
  passed += (uint64_t)(size - survivor_count + kept);
  survivor_count = kept;
}

static uint64_t cpu_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  int passes = argc > 1 ? atoi(argv[1]) : 8, rounds = 0;
  if (passes < 1 || passes > 1000) return 2;
  uint8_t *area = aligned_alloc(4096, (size_t)PACKETS * STRIDE);
  nodes = calloc((size_t)1 << 23, sizeof *nodes);
  flows = aligned_alloc(4096, sizeof *flows * BUCKETS);
  rates = aligned_alloc(4096, sizeof *rates * RATES);
  double *ns = malloc(sizeof *ns * (size_t)passes * (PACKETS / ROUND));
  if (!area || !nodes || !flows || !rates || !ns) return 1;
  memset(flows, 0, sizeof *flows * BUCKETS);
  memset(rates, 0, sizeof *rates * RATES);
  for (int of = 0; of < OBJECTS; of++) {
    for (int prefix = 0; prefix < 20; prefix++) {
      int bits = prefix == 0 ? 20 : prefix < 10 ? 24 : 28;
      add_prefix(host(of, prefix, 0), bits, of);
    }
  }
  uint64_t tenth_ns = 17000000000000000000ull;
  for (int pass = -1; pass < passes; pass++) {
    make(area);
    for (int from = 0; from < PACKETS; from += ROUND) {
      uint64_t began = cpu_ns();
      for (int at = from; at < from + ROUND; at += BATCH) {
        for (int i = 0; i < BATCH; i++, tenth_ns += 672) {
          frame[i] = area + (size_t)(at + i) * STRIDE;
          length[i] = 60;
          time_ns[i] = tenth_ns / 10;
        }
        parse(BATCH);
        classify(BATCH);
        track();
        judge(BATCH);
      }
      uint64_t took = cpu_ns() - began;
      if (pass >= 0) ns[rounds++] = (double)took / ROUND; /* the first pass warms up */
    }
  }
  qsort(ns, (size_t)rounds, sizeof *ns, ascending);
  printf("%.1f %.1f %.4f\n", ns[rounds * 5 / 100], ns[rounds / 4], (double)dropped / (double)(passed + dropped));
  return touched == 1;
}
