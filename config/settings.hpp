#pragma once

namespace chopay::config {}
