/*
 * What Redis does in one step. A group of counters is a hash; the field of a subject holds `told settled reserved readAt`.
 * Numbers are whole and at most 2^53 - 1 (core/quotas/amount.ts), so Lua's doubles are exact; they are printed with %.0f,
 * because Lua's own printing rounds to 14 digits. Keys that a script learns from a reservation share the hash tag of those
 * it is given, so they live in the same slot. Time is the caller's, in the first argument: the clock of Redis is not asked.
 */

/** Reservations that nobody has given up are kept longer than any counter that they hold something of. */
const KEEP_MS = 40 * 86_400_000;

const COMMON = `
local MAX = 9007199254740991
local now = tonumber(ARGV[1])
local function plus(a, b) local sum = a + b; if sum > MAX then return MAX end; return sum end
local function cell(key, subject)
  local text = redis.call('HGET', key, subject)
  if not text then return 0, 0, 0, 0, false end
  local told, settled, reserved, read = string.match(text, '^(%d+) (%d+) (%d+) (%d+)$')
  return tonumber(told), tonumber(settled), tonumber(reserved), tonumber(read), true
end
local function shown(told, settled, reserved) return string.format('%.0f %.0f %.0f', told, settled, reserved) end
local function put(key, subject, told, settled, reserved, read, expires)
  redis.call('HSET', key, subject, shown(told, settled, reserved) .. string.format(' %.0f', read))
  redis.call('PEXPIRE', key, string.format('%.0f', math.max(1, tonumber(expires) - now)))
end
local function lower(key, subject, amount, expires)
  local told, settled, reserved, read, known = cell(key, subject)
  if known then put(key, subject, told, settled, math.max(0, reserved - amount), read, expires) end
end
local function reap(holds, prefix, late)
  local due = redis.call('ZRANGEBYSCORE', holds, '-inf', now, 'LIMIT', 0, 200)
  for _, id in ipairs(due) do
    local claims = redis.call('HGET', prefix .. id, 'claims')
    if claims then
      for _, claim in ipairs(cjson.decode(claims)) do
        lower(claim[3], claim[4], tonumber(claim[2]), claim[5])
      end
      redis.call('HSET', prefix .. id, 'state', 'expired')
      redis.call('PEXPIRE', prefix .. id, late)
    end
    redis.call('ZREM', holds, id)
  end
end
`;

/** KEYS: the group. ARGV: now, expires, read at, most counters, 1 for a base, then subject and amount of each. Answers a text for each. */
export const TELL = `${COMMON}
local answers = {}
local size = redis.call('HLEN', KEYS[1])
for i = 6, #ARGV, 2 do
  local told, settled, reserved, read, known = cell(KEYS[1], ARGV[i])
  if not known and size >= tonumber(ARGV[4]) then answers[#answers + 1] = 'full'
  elseif tonumber(ARGV[3]) < read then answers[#answers + 1] = 'stale'
  else
    local amount = tonumber(ARGV[i + 1])
    local base = ARGV[5] == '1' and amount or 0
    put(KEYS[1], ARGV[i], amount, math.max(settled, base), reserved, tonumber(ARGV[3]), ARGV[2])
    if not known then size = size + 1 end
    answers[#answers + 1] = shown(told, settled, reserved)
  end
end
return answers`;

/** KEYS: holds, then the group of each counter. ARGV: now, prefix of holds, late, then the subjects. */
export const READ = `${COMMON}
reap(KEYS[1], ARGV[2], ARGV[3])
local answers = {}
for i = 2, #KEYS do
  local told, settled, reserved = cell(KEYS[i], ARGV[i + 2])
  answers[#answers + 1] = shown(told, settled, reserved)
end
return answers`;

/**
 * KEYS: holds. ARGV: now, prefix of holds, late, id, expires, most holds, most counters, and the claims as JSON: measure, amount, limit or
 * '', counters (key, subject), into (key, subject, expires). Answers 1, 0 or `full`, then the counters as they were.
 */
export const RESERVE = `${COMMON}
local prefix, id = ARGV[2], ARGV[4]
reap(KEYS[1], prefix, ARGV[3])
local claims = cjson.decode(ARGV[8])
local answers, fits = { '1' }, true
for _, claim in ipairs(claims) do
  local told, settled, reserved = 0, 0, 0
  for _, counter in ipairs(claim.counters) do
    local t, s, r = cell(counter[1], counter[2])
    told, settled, reserved = plus(told, t), plus(settled, s), plus(reserved, r)
    answers[#answers + 1] = shown(t, s, r)
  end
  local wanted = tonumber(claim.amount)
  if claim.limit == '' then
    if plus(reserved, wanted) == MAX then fits = false end
  else
    local left = tonumber(claim.limit) - plus(math.max(told, settled), reserved)
    if left <= 0 and wanted == 0 then fits = false end
    if math.max(0, left) < wanted then fits = false end
  end
end
if not fits then answers[1] = '0'; return answers end
local full = redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[6])
for _, claim in ipairs(claims) do
  local into = claim.into
  if redis.call('HEXISTS', into[1], into[2]) == 0 and redis.call('HLEN', into[1]) >= tonumber(ARGV[7]) then full = true end
end
if full then return { 'full' } end
local kept = {}
for index, claim in ipairs(claims) do
  local into = claim.into
  local told, settled, reserved, read = cell(into[1], into[2])
  put(into[1], into[2], told, settled, plus(reserved, tonumber(claim.amount)), read, into[3])
  kept[index] = { claim.measure, claim.amount, into[1], into[2], into[3] }
end
redis.call('HSET', prefix .. id, 'state', 'open', 'claims', #kept > 0 and cjson.encode(kept) or '[]')
redis.call('ZADD', KEYS[1], ARGV[5], id)
for _, key in ipairs({ KEYS[1], prefix .. id }) do redis.call('PEXPIRE', key, ${KEEP_MS}) end
return answers`;

/**
 * KEYS: holds, the hold. ARGV: now, prefix of holds, late, id, how it ends, how long that is remembered, then tokens, cost and
 * requests that were spent, or ''. Answers the state before, then of each claim key, subject, expires, before and after.
 */
export const END = `${COMMON}
reap(KEYS[1], ARGV[2], ARGV[3])
local state = redis.call('HGET', KEYS[2], 'state')
if not state then return {} end
local answers = { state }
if state ~= 'open' and state ~= 'expired' then return answers end
local spent = { tokens = ARGV[7], cost = ARGV[8], requests = ARGV[9] }
for _, claim in ipairs(cjson.decode(redis.call('HGET', KEYS[2], 'claims'))) do
  local told, settled, reserved, read, known = cell(claim[3], claim[4])
  if known then
    local before, held = shown(told, settled, reserved), tonumber(claim[2])
    if state == 'open' then reserved = math.max(0, reserved - held) end
    if ARGV[5] == 'settled' then
      local amount = spent[claim[1]]
      settled = plus(settled, amount == '' and held or tonumber(amount))
    end
    put(claim[3], claim[4], told, settled, reserved, read, claim[5])
    for _, text in ipairs({ claim[3], claim[4], claim[5], before, shown(told, settled, reserved) }) do
      answers[#answers + 1] = text
    end
  end
end
redis.call('ZREM', KEYS[1], ARGV[4])
redis.call('HSET', KEYS[2], 'state', ARGV[5])
redis.call('HDEL', KEYS[2], 'claims')
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return answers`;
