// A C library of another machine, for tests: its elementary functions differ from those of this one
// in their last bit, as they do from system to system. What is shown must not change with it.
//
//   clang -O2 -shared -fPIC libm.c -o libm.so -ldl
//   LIBM_SEED=3 LD_PRELOAD=$PWD/libm.so .build/release/weave --check
//
// About half of all results move to a neighbouring number. Those stay that every library gets
// right: 0, 1 and −1, what is infinite or undefined, and whole powers that are exact.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Well mixed bits of a number, other ones for each seed.
static uint64_t mixed(double x) {
  const char *seed = getenv("LIBM_SEED");
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits += 0x9E3779B97F4A7C15u * (1 + (seed ? (uint64_t)atoll(seed) : 0));
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9u;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBu;
  return bits ^ (bits >> 31);
}

// The result or a neighbour of it; the same for x and −x, so that odd and even stay what they are.
static double moved(double result, double x) {
  if (!isfinite(result) || result == 0 || fabs(result) == 1) return result;
  switch (mixed(fabs(x)) & 3) {
  case 0: return copysign(nextafter(fabs(result), INFINITY), result);
  case 1: return copysign(nextafter(fabs(result), 0), result);
  default: return result;
  }
}

#define MOVE(name)                                                                 \
  double name(double x) {                                                          \
    static double (*function)(double);                                             \
    if (!function) function = (double (*)(double))dlsym(RTLD_NEXT, #name);         \
    return moved(function(x), x);                                                  \
  }

MOVE(exp)
MOVE(exp2)
MOVE(expm1)
MOVE(log)
MOVE(log2)
MOVE(log10)
MOVE(log1p)
MOVE(sin)
MOVE(cos)
MOVE(atan)
MOVE(tanh)
MOVE(erf)

double pow(double x, double y) {
  static double (*function)(double, double);
  if (!function) function = (double (*)(double, double))dlsym(RTLD_NEXT, "pow");
  double result = function(x, y);
  int exponent;
  int isWhole = y == floor(y);
  int isPowerOfTwo = frexp(fabs(x), &exponent) == 0.5;
  int isSmall = x == floor(x) && y >= 0 && fabs(result) <= 9007199254740992.0;
  return isWhole && (isPowerOfTwo || isSmall) ? result : moved(result, x + 3 * y);
}

double atan2(double y, double x) {
  static double (*function)(double, double);
  if (!function) function = (double (*)(double, double))dlsym(RTLD_NEXT, "atan2");
  return moved(function(y, x), y / x);
}
