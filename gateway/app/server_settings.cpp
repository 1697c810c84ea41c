#include "gateway/app/server_settings.hpp"

#include "gateway/app/address_list.hpp"
#include "gateway/app/sources.hpp"

namespace chopay::app {

http::ServerSettings server_settings_of(const config::Settings& settings) {
  http::ServerSettings server;
  server.address = settings.address;
  server.port = settings.port;
  server.hosts = settings.hosts;
  if (server.hosts.empty()) server.hosts = {settings.address, "localhost"};
  server.tls = tls_files_of(settings);
  server.behind_tls = settings.public_url.starts_with("https:");
  server.hsts_subdomains = settings.hsts_subdomains;
  server.naming_proxies = settings.proxies;
  for (const auto& proxy : settings.proxies) server.uncounted_addresses.push_back(proxy);
  server.announcing_proxies = read_address_list(settings.proxy_protocol, "proxy_protocol");
  return server;
}

}  // namespace chopay::app
