#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "merchant/market_file.hpp"

/// What the command line hands to the program around it: it does not include the server itself.
namespace chopay::cli {

/// Where a server is reached that was told no address.
inline constexpr const char* usual_url = "http://127.0.0.1:8080";

struct ServeOptions {
  std::string config;    ///< path of chopay.toml; empty when none is given
  std::string listen;    ///< "127.0.0.1:8080", port 0 for a free one; empty: as configured
  std::string data;      ///< folder of the ledger; empty: as configured
  bool sandbox = false;  ///< open the sandbox market and write DATA/sandbox.json
};
/// Serves until it is told to stop; gives the exit code.
using Serve = std::function<int(const ServeOptions&)>;

struct MarketOpenOptions {
  merchant::MarketFile market;  ///< as read from the file, in its form right
  std::string data;
  std::vector<merchant::CorrectStall> corrections = {};  ///< of stalls that are open already
};
/// Opens a market in the ledger of the folder; gives the exit code. What is said goes to the
/// stream.
using MarketOpen = std::function<int(const MarketOpenOptions&, std::ostream&)>;

struct InitOptions {
  merchant::MarketFile market;  ///< without zones and stalls
  std::string data;
  std::string person;  ///< the first board manager
  std::string url;     ///< of the server to be, without a slash at the end
};
/// Opens a market and invites its first board manager; gives the exit code.
using Init = std::function<int(const InitOptions&, std::ostream&)>;

struct KeyCreateOptions {
  std::string data;
  std::string market;
  std::string role;   ///< as role_from_name() has them: "api", "till", "helper", "board" …
  std::string stall;  ///< empty where the key is for the whole market
  std::string name;   ///< whose it is; or empty
};
/// Makes an API key, prints it, keeps its hash; gives the exit code.
using KeyCreate = std::function<int(const KeyCreateOptions&, std::ostream&)>;

struct KeyListOptions {
  std::string data;
  std::string market;
  std::string revoke;  ///< the id of the key that is to open nothing any more; empty: only list
};
/// Lists a market's keys, or revokes one; gives the exit code.
using KeyList = std::function<int(const KeyListOptions&, std::ostream&)>;

struct PeopleListOptions {
  std::string data;
  std::string market;
};
/// Lists whoever signs in for a market; gives the exit code.
using PeopleList = std::function<int(const PeopleListOptions&, std::ostream&)>;

struct PutOutOptions {
  std::string data;
  std::string market;
  std::string name;  ///< the sign-in name of whom to put out
};
/// Ends an account of a market and all its sessions; gives the exit code.
using PutOut = std::function<int(const PutOutOptions&)>;

struct SessionListOptions {
  std::string data;
  std::string market;
};
/// Lists where people of a market are signed in; gives the exit code.
using SessionList = std::function<int(const SessionListOptions&, std::ostream&)>;

struct EndSessionOptions {
  std::string data;
  std::string market;
  std::string id;  ///< of the session that is to open nothing any more
};
/// Ends one sign-in; gives the exit code.
using EndSession = std::function<int(const EndSessionOptions&)>;

struct InviteOptions {
  std::string data;
  std::string market;
  std::string role;        ///< of somebody who signs in; empty where `instead_of` says whose
  std::string name;        ///< what people call them; or empty
  std::string instead_of;  ///< the sign-in name of who gets another authenticator app; or empty
  std::string by;          ///< who does it: stands in the log for ever
  std::string url;         ///< of the server, without a slash at the end
};
/// Invites somebody who signs in, or gives one another enrolment; gives the exit code.
using Invite = std::function<int(const InviteOptions&, std::ostream&)>;

struct WitnessOptions {
  std::string listen;
  std::string state;              ///< folder of its key and of what it has seen
  std::string name;               ///< of its key, when that is made
  std::vector<std::string> keys;  ///< verifier keys of the logs that it watches
  std::vector<std::string> logs;  ///< URLs of logs that it asks itself
};
/// Runs a witness until it is told to stop; gives the exit code.
using Witness = std::function<int(const WitnessOptions&)>;

struct FollowOptions {
  std::string url;  ///< of the gateway, without /log
  std::string market;
  std::string key_file;  ///< holds an API key of the market
  std::string log_key;   ///< verifier key; empty: as the log says at the first start
  std::string data;      ///< folder of the copy
  bool once = false;     ///< end when the copy is level with the log
};
/// Keeps a verified copy of a log; gives the exit code.
using Follow = std::function<int(const FollowOptions&)>;

struct ListenOptions {
  std::string data;                   ///< folder of a sandbox; else `url` and `key_file`
  std::string url;                    ///< of the gateway
  std::string key_file;               ///< holds a key of the market
  std::string stall;                  ///< empty: all that the key opens
  std::string forward;                ///< where events are sent too; empty: nowhere
  std::optional<std::int64_t> after;  ///< nothing: the end of the log
  bool once = false;                  ///< end at the end of the log
};
/// Prints events until it is told to stop; gives the exit code.
using Listen = std::function<int(const ListenOptions&, std::ostream&)>;

struct ChargesOpenOptions {
  std::string data;
  std::string market;
  std::string month;  ///< "2026-11"
};
/// Bills a month of a market; gives the exit code.
using ChargesOpen = std::function<int(const ChargesOpenOptions&, std::ostream&)>;

/// An empty one makes its command say that this program cannot do it.
struct Hooks {
  Serve serve;
  MarketOpen market_open;
  KeyCreate key_create;
  KeyList key_list;
  Witness witness;
  Follow follow;
  Listen listen;
  Init init;
  ChargesOpen charges_open;
  PeopleList people_list;
  PutOut put_out;
  SessionList session_list;
  EndSession end_session;
  Invite invite;
};

}  // namespace chopay::cli
