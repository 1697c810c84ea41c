#pragma once

#include <memory>
#include <string>

#include "ledger/store.hpp"
#include "ledger/vault_cipher.hpp"

namespace chopay::ledger {

/// The key file of a data folder: a key a line, 64 hexadecimal digits, the newest first. It may be
/// a symbolic link to where no thief of the disk looks: another disk, or a credential of the
/// service. Backups and followers do not take it along.
inline constexpr const char* vault_keys_name = "vault.keys";

/// The cipher of the folder's key file, without a key where it has none. Throws StoreFailure where
/// the file may be read by others, cannot be read or holds anything else.
std::shared_ptr<const VaultCipher> vault_cipher_of(const std::string& directory);
/// Puts a new key before those of the folder's file, or makes the file, durably and for its owner
/// alone; gives back how many keys there are now. What is sealed already stays readable. A process
/// that has the ledger open goes on with the keys that it knows. Throws StoreFailure.
std::size_t add_vault_key(const std::string& directory, Random& random);

/// The reader, which then gives back what lies sealed in its store.
std::unique_ptr<Reader> opened(std::unique_ptr<Reader> reader,
                               std::shared_ptr<const VaultCipher> cipher);
/// The store, which then seals what it writes into the vault and beside entries, where the cipher
/// has a key, and gives back what lies sealed.
std::unique_ptr<Store> sealed(std::unique_ptr<Store> store,
                              std::shared_ptr<const VaultCipher> cipher);

}  // namespace chopay::ledger
