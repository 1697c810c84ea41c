#include "gateway/app/admin_people.hpp"
#include "gateway/app/follow.hpp"
#include "gateway/app/init_market.hpp"
#include "gateway/app/listen.hpp"
#include "gateway/app/offline_commands.hpp"
#include "gateway/app/serve.hpp"
#include "gateway/app/witness.hpp"
#include "gateway/cli/cli.hpp"

int main(int argc, char** argv) {
  using namespace chopay;
  return cli::run(argc, argv,
                  {app::serve, app::open_market_offline, app::create_key_offline,
                   app::list_keys_offline, app::witness, app::follow, app::listen, app::init_market,
                   app::open_charges_offline, app::list_people_offline, app::put_out_offline,
                   app::list_sessions_offline, app::end_session_offline, app::invite_offline});
}
