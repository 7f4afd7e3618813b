// libFuzzer's entry for programs with a main of their own (https://llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a
// library"). The library itself comes with the toolchain and is linked by -sanitize=fuzzer.
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
