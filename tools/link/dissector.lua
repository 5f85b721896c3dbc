
-- From here on nothing depends on the dialect or on a single message.

local husky = Proto("husky", "Husky Host Interface")

local head = {
  size = ProtoField.uint16("husky.message_size", "message_size", base.DEC, nil, nil, "The whole message in bytes (documented)"),
  command = ProtoField.uint16("husky.command", "command", base.HEX, nil, nil, "Command word; a response has bit 0x8000"),
  message = ProtoField.string("husky.message", "message"),
  from = ProtoField.string("husky.from", "from", base.ASCII, "Which end sends such messages"),
  known = ProtoField.string("husky.provenance", "provenance", base.ASCII, "documented, reconstructed or extension"),
  layout = ProtoField.string("husky.layout_provenance", "provenance of the layout", base.ASCII, "Which fields there are, in which order: documented, reconstructed or extension"),
  padding = ProtoField.bytes("husky.padding", "padding", base.NONE, "Zero bytes that make a datagram as long as its answer"),
  rest = ProtoField.bytes("husky.not_decoded", "not decoded"),
  response_in = ProtoField.framenum("husky.response_in", "response in", base.NONE, frametype.RESPONSE),
  request_in = ProtoField.framenum("husky.request_in", "request in", base.NONE, frametype.REQUEST),
  response_time = ProtoField.relative_time("husky.response_time", "response time"),
}

local expert = {
  malformed = ProtoExpert.new("husky.malformed", "Malformed message", expert.group.MALFORMED, expert.severity.ERROR),
  unknown = ProtoExpert.new("husky.unknown_command", "Unknown command", expert.group.UNDECODED, expert.severity.WARN),
}

local make_number = { u8 = ProtoField.uint8, u16 = ProtoField.uint16, u32 = ProtoField.uint32, i32 = ProtoField.int32 }

local function make_field(kind, abbrev, name, words, meaning)
  if make_number[kind] then return make_number[kind](abbrev, name, base.DEC, words, nil, meaning) end
  if kind == "f32" then return ProtoField.float(abbrev, name, meaning) end
  if kind == "text" then return ProtoField.string(abbrev, name, base.UNICODE, meaning) end
  if kind == "bytes" then return ProtoField.bytes(abbrev, name, base.NONE, meaning) end
  return ProtoField.none(abbrev, name, meaning)
end

local all_fields = {}
local function register(field)
  all_fields[#all_fields + 1] = field
  return field
end

local function make_fields(fields)
  for _, field in ipairs(fields) do
    local meaning = field.meaning .. (field.meaning == "" and "" or " ") .. "(" .. field.known .. ")"
    if field.kind == "value" then -- one field for each type that it may have
      field.proto = {}
      for _, kind in ipairs({ "f32", "i32", "text" }) do
        field.proto[kind] = register(make_field(kind, field.abbrev .. "." .. kind, field.name, nil, meaning))
      end
    else
      field.proto = register(make_field(field.kind, field.abbrev, field.name, field.words, meaning))
    end
    field.mark = "  [" .. field.known .. "]"
    if field.fields then make_fields(field.fields) end
  end
end

-- messages_by["machine functions"][command]; what may come over any link stands in both
local messages_by = { ["machine functions"] = {}, display = {} }
for _, message in ipairs(messages) do
  make_fields(message.fields)
  for link, by_command in pairs(messages_by) do
    if message.link == link or message.link == "any" then by_command[message.code] = message end
  end
end
for _, field in pairs(head) do register(field) end
husky.fields = all_fields
husky.experts = { expert.malformed, expert.unknown }

-- On a link whose kind is not known: machine functions before display.
local function find_message(command, link)
  if link ~= "any" then
    local message = messages_by[link][command]
    if message then return message end
  end
  return messages_by["machine functions"][command] or messages_by.display[command]
end

local unpack_as = { u32 = "I4", i32 = "i4", f32 = "f" }

-- A 4-byte value whose 16-bit halves lie the other way round.
local function swapped_at(range, kind)
  local bytes = range:raw()
  return (Struct.unpack((dialect.little_endian and "<" or ">") .. unpack_as[kind], bytes:sub(3, 4) .. bytes:sub(1, 2)))
end

local function number_at(range) return dialect.little_endian and range:le_uint() or range:uint() end

-- Latin-1 as UTF-8, padding at the right end trimmed; a NUL inside is shown as a picture of one.
local function text_at(range)
  local text = range:raw():gsub("[ %z]+$", "")
  return (text:gsub("[%z\128-\255]", function(c)
    local code = c:byte()
    if code == 0 then return "\226\144\128" end
    return string.char(0xC0 + math.floor(code / 64), 0x80 + code % 64)
  end))
end

-- Reads the fields of one message. The first fault ends it, and names itself.
local reader = {}
reader.__index = reader

local function new_reader(tvb)
  return setmetatable({ tvb = tvb, at = 4, last = 0, fault = nil }, reader)
end

function reader:left() return self.tvb:len() - self.at end

function reader:take(size)
  if size > self:left() then
    self.fault = "truncated"
    return nil
  end
  local range = self.tvb(self.at, size)
  self.at = self.at + size
  return range
end

function reader:add(tree, proto, range, kind, mark)
  local item
  if kind == "text" then
    item = tree:add(proto, range, text_at(range))
  elseif dialect.words_swapped and unpack_as[kind] then
    item = tree:add(proto, range, swapped_at(range, kind))
  elseif kind == "bytes" or not dialect.little_endian then
    item = tree:add(proto, range)
  else
    item = tree:add_le(proto, range)
  end
  item:append_text(mark)
  if kind == "u8" or kind == "u16" then self.last = number_at(range) end -- a count, a size or a value_type
end

function reader:add_value(tree, field)
  local kind = dialect.value_types[self.last]
  if kind == nil then
    self.fault = "unknown value type"
  elseif kind == "unavailable" then
    tree:append_text(", unavailable")
  else
    local range = self:take(kind == "text" and field.width or 4)
    if range then self:add(tree, field.proto[kind], range, kind, field.mark) end
  end
end

function reader:add_list(tree, field)
  local count = self.last
  for i = 0, count - 1 do
    if count - i > self:left() then -- no element is empty
      self.fault = "truncated"
      return
    end
    local begun = self.at
    local item = tree:add(field.proto, self.tvb(begun))
    item:append_text(" [" .. i .. "]" .. field.mark)
    self:add_fields(item, field.fields)
    item:set_len(self.at - begun)
    if self.fault then return end
  end
end

function reader:add_fields(tree, fields)
  for _, field in ipairs(fields) do
    if self.fault then return end
    if field.kind == "repeat" then
      self:add_list(tree, field)
    elseif field.kind == "value" then
      self:add_value(tree, field)
    else
      local size = field.kind == "bytes" and self.last or field.width
      local range = self:take(size)
      if range and size > 0 then self:add(tree, field.proto, range, field.kind, field.mark) end
    end
  end
end

-- What was learnt of each connection when its messages were first seen, in their order.
local links, seen, responses = {}, {}, {}

function husky.init() links, seen, responses = {}, {}, {} end

local tcp_stream, udp_stream = Field.new("tcp.stream"), Field.new("udp.stream")

local function link_of(pinfo)
  local tcp, udp = tcp_stream(), udp_stream()
  local key = tcp and "tcp " .. tostring(tcp) or "udp " .. tostring(udp)
  links[key] = links[key] or { kind = "any", asked = {} }
  return links[key]
end

-- Remembers a request, or finds the oldest one that this response may belong to.
local function pair_up(link, message, pinfo, note, key)
  if message.kind == "request" then
    link.asked[message.code] = link.asked[message.code] or {}
    table.insert(link.asked[message.code], { frame = pinfo.number, time = pinfo.abs_ts, key = key })
  elseif message.kind == "response" then
    local waiting = link.asked[message.code - 0x8000]
    local request = waiting and table.remove(waiting, 1)
    if request then
      note.request_in, note.time = request.frame, pinfo.abs_ts - request.time
      responses[request.key] = pinfo.number
    end
  end
end

local function note_of(tvb, pinfo, command)
  local key = table.concat({ pinfo.number, tvb:offset(), tvb:len(), command }, ":")
  if seen[key] then return seen[key], key end
  local link = link_of(pinfo)
  local message = find_message(command, link.kind)
  if message and link.kind == "any" then link.kind = message.link end
  local note = { message = message }
  if message then pair_up(link, message, pinfo, note, key) end
  seen[key] = note
  return note, key
end

local function add_pairing(tree, note, key)
  if responses[key] then tree:add(head.response_in, responses[key]):set_generated() end
  if note.request_in then
    tree:add(head.request_in, note.request_in):set_generated()
    local microseconds = math.floor(note.time * 1e6 + 0.5)
    local time = NSTime.new(math.floor(microseconds / 1e6), microseconds % 1e6 * 1000)
    tree:add(head.response_time, time):set_generated()
  end
end

local function add_head(tree, tvb, message)
  local add = dialect.little_endian and tree.add_le or tree.add
  add(tree, head.size, tvb(0, 2)):append_text("  [documented]")
  add(tree, head.command, tvb(2, 2)):append_text(message and "  [" .. message.code_known .. "]" or "")
end

local names = {} -- of the messages of this segment, for the info column

local function dissect_fields(tvb, item, message)
  local fields = new_reader(tvb)
  fields:add_fields(item, message.fields)
  if not fields.fault and fields:left() > 0 then fields.fault = "trailing bytes" end
  if fields.fault then
    item:add_proto_expert_info(expert.malformed, message.name .. ": " .. fields.fault)
    if fields:left() > 0 then item:add(head.rest, tvb(fields.at)) end
  end
  return fields.fault
end

local function dissect_known(tvb, item, note, key)
  local message = note.message
  item:append_text(", " .. message.name .. " [" .. message.known .. "]")
  item:add(head.message, tvb(2, 2), message.name):set_generated()
  item:add(head.from, tvb(2, 2), message.from):append_text("  [" .. message.from_known .. "]"):set_generated()
  item:add(head.known, tvb(2, 2), message.known):set_generated()
  item:add(head.layout, tvb(2, 2), message.layout_known):set_generated()
  local fault = dissect_fields(tvb, item, message)
  add_pairing(item, note, key)
  names[#names + 1] = message.name .. (fault and " [" .. fault .. "]" or "")
end

local function dissect_message(tvb, pinfo, tree)
  local item = tree:add(husky, tvb())
  if number_at(tvb(0, 2)) < dialect.smallest_size then
    local fault = "message_size below the smallest"
    item:add_proto_expert_info(expert.malformed, fault)
    names[#names + 1] = "[" .. fault .. "]"
    return tvb:len()
  end
  local command = number_at(tvb(2, 2))
  local note, key = note_of(tvb, pinfo, command)
  add_head(item, tvb, note.message)
  if note.message then
    dissect_known(tvb, item, note, key)
  else
    local text = string.format("unknown command 0x%04x", command)
    item:append_text(", " .. text)
    item:add_proto_expert_info(expert.unknown, text)
    names[#names + 1] = text
    if tvb:len() > 4 then item:add(head.rest, tvb(4)) end
  end
  return tvb:len()
end

-- A size below the smallest leaves no boundary: the rest is one broken message.
local function message_length(tvb, _, offset)
  local size = number_at(tvb(offset, 2))
  if size < dialect.smallest_size then return tvb:len() - offset end
  return size + dialect.size_offset
end

local function dissect_datagram(tvb, pinfo, tree)
  if tvb:len() < 4 then return 0 end
  local size = message_length(tvb, pinfo, 0)
  if size < 4 or size > tvb:len() then return 0 end
  dissect_message(tvb(0, size):tvb(), pinfo, tree)
  if tvb:len() > size then tree:add(head.padding, tvb(size)) end
  return tvb:len()
end

-- A segment may end one message and begin others: it comes here twice, and both show in the info column.
function husky.dissector(tvb, pinfo, tree)
  names = {}
  local used = tvb:len()
  if tcp_stream() then
    dissect_tcp_pdus(tvb, tree, 2, message_length, dissect_message)
  else
    used = dissect_datagram(tvb, pinfo, tree)
  end
  if used == 0 then return 0 end
  pinfo.cols.protocol = "HUSKY"
  if #names > 0 then
    pinfo.cols.info:clear()
    pinfo.cols.info:append(table.concat(names, ", ") .. " ")
    pinfo.cols.info:fence()
  end
  return used
end

DissectorTable.get("tcp.port"):add(dialect.host_port, husky)
DissectorTable.get("tcp.port"):add(dialect.machine_port, husky)
DissectorTable.get("udp.port"):add(dialect.host_port, husky)
