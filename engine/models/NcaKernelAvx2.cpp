// SPDX-License-Identifier: GPL-3.0-or-later
#define KERNEL nca_avx2
#define LANES 8
#define TOGETHER 3
#include "models/NcaKernel.h"
