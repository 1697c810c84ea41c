#include "merchant/error.hpp"
