#include "scenario/file/fault_reader.hpp"

namespace husky::scenario {

protocol::fault read_fault(const node& n) { reject(n.where, "faults cannot be read yet"); }

}  // namespace husky::scenario
