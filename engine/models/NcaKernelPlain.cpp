// SPDX-License-Identifier: GPL-3.0-or-later
#define KERNEL nca_plain
#define LANES 4
#define TOGETHER 3
#include "models/NcaKernel.h"
