// SPDX-License-Identifier: GPL-3.0-or-later
#define KERNEL nca_avx512
#define LANES 16
#define TOGETHER 6
#include "models/NcaKernel.h"
