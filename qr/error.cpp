#include "qr/error.hpp"
