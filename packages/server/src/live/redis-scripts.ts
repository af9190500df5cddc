/*
 * What Redis does in one step. A group of counters is a hash; the field of a subject holds `told settled reserved readAt`.
 * Numbers are whole and at most 2^53 - 1 (core/quotas/amount.ts), so Lua's doubles are exact; they are printed with %.0f,
 * because Lua's own printing rounds to 14 digits. Time is the caller's, in the first argument: the clock of Redis is not asked.
 *
 * All keys of an owner share a hash tag, so they live in one slot of a cluster, which wants to be told before which of them a script
 * touches. What is held of which group stands in reservations: a script that finds one whose keys it was not given answers
 * `keys` and these, has not done its work, and is run again with them.
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
local given = {}
for _, key in ipairs(KEYS) do given[key] = true end
local missing, asked = { 'keys' }, {}
local function allGiven(hold, claims)
  local all = true
  local function want(key)
    if given[key] then return end
    all = false
    if not asked[key] then missing[#missing + 1] = key end
    asked[key] = true
  end
  want(hold)
  for _, claim in ipairs(claims) do want(claim[3]) end
  return all
end
local function reap(holds, open, prefix, late)
  local due = redis.call('ZRANGEBYSCORE', holds, '-inf', now, 'LIMIT', 0, 200)
  for _, id in ipairs(due) do
    local text = redis.call('HGET', open, id)
    local claims = text and cjson.decode(text) or {}
    if allGiven(prefix .. id, claims) then
      for _, claim in ipairs(claims) do lower(claim[3], claim[4], tonumber(claim[2]), claim[5]) end
      if text then
        redis.call('HSET', prefix .. id, 'state', 'expired', 'claims', text)
        redis.call('PEXPIRE', prefix .. id, late)
      end
      redis.call('HDEL', open, id)
      redis.call('ZREM', holds, id)
    end
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

/** KEYS: holds, the open ones, then the group of each counter. ARGV: now, prefix of holds, late, then the subjects. */
export const READ = `${COMMON}
reap(KEYS[1], KEYS[2], ARGV[2], ARGV[3])
if #missing > 1 then return missing end
local answers = {}
for i = 4, #ARGV do
  local told, settled, reserved = cell(KEYS[i - 1], ARGV[i])
  answers[#answers + 1] = shown(told, settled, reserved)
end
return answers`;

/**
 * KEYS: holds, the open ones, then groups. ARGV: now, prefix of holds, late, id, expires, most holds, most counters, and the claims as
 * JSON: measure, amount, limit or '', counters (which key, subject), into (which key, subject, expires). Answers 1, 0 or `full`, then the
 * counters as they were.
 */
export const RESERVE = `${COMMON}
local id = ARGV[4]
reap(KEYS[1], KEYS[2], ARGV[2], ARGV[3])
if #missing > 1 then return missing end
local claims = cjson.decode(ARGV[8])
local answers, fits = { '1' }, true
for _, claim in ipairs(claims) do
  local told, settled, reserved = 0, 0, 0
  for _, counter in ipairs(claim.counters) do
    local t, s, r = cell(KEYS[counter[1]], counter[2])
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
  local key = KEYS[into[1]]
  if redis.call('HEXISTS', key, into[2]) == 0 and redis.call('HLEN', key) >= tonumber(ARGV[7]) then full = true end
end
if full then return { 'full' } end
local kept = {}
for index, claim in ipairs(claims) do
  local into = claim.into
  local key = KEYS[into[1]]
  local told, settled, reserved, read = cell(key, into[2])
  put(key, into[2], told, settled, plus(reserved, tonumber(claim.amount)), read, into[3])
  kept[index] = { claim.measure, claim.amount, key, into[2], into[3] }
end
redis.call('HSET', KEYS[2], id, #kept > 0 and cjson.encode(kept) or '[]')
redis.call('ZADD', KEYS[1], ARGV[5], id)
for at = 1, 2 do redis.call('PEXPIRE', KEYS[at], ${KEEP_MS}) end
return answers`;

/**
 * KEYS: holds, the open ones, the hold. ARGV: now, prefix of holds, late, id, how it ends, how long that is remembered, then tokens, cost and
 * requests that were spent, or ''. Answers the state before, then of each claim key, subject, expires, before and after.
 */
export const END = `${COMMON}
reap(KEYS[1], KEYS[2], ARGV[2], ARGV[3])
local state, text = 'open', redis.call('HGET', KEYS[2], ARGV[4])
if not text then
  state, text = redis.call('HGET', KEYS[3], 'state'), redis.call('HGET', KEYS[3], 'claims')
end
local claims = text and cjson.decode(text) or {}
allGiven(KEYS[3], claims)
if #missing > 1 then return missing end
if not state then return {} end
local answers = { state }
if state ~= 'open' and state ~= 'expired' then return answers end
local spent = { tokens = ARGV[7], cost = ARGV[8], requests = ARGV[9] }
for _, claim in ipairs(claims) do
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
redis.call('HDEL', KEYS[2], ARGV[4])
redis.call('HSET', KEYS[3], 'state', ARGV[5])
redis.call('HDEL', KEYS[3], 'claims')
redis.call('PEXPIRE', KEYS[3], ARGV[6])
return answers`;
