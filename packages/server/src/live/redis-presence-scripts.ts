import { RedisScript } from './redis-link.ts';

/*
 * What Redis does in one step for presence. It keeps, of an owner: each user as JSON in a hash; when time alone next changes
 * something of them, and since when those are online who are, in sorted sets; how many count under each value, in a sorted set
 * each; and what became of sessions last, in a sorted set. What becomes of a user is decided in core alone: a process reads users, works out what they are now, and writes them if
 * they still are what it read. Time is the caller's; the clock of Redis is not asked.
 */

/** KEYS: users. ARGV: ids. Answers the JSON of each, '' where there is none. */
export const READ_USERS = new RedisScript(`
local answers = redis.call('HMGET', KEYS[1], unpack(ARGV))
for i = 1, #answers do if not answers[i] then answers[i] = '' end end
return answers`);

/**
 * KEYS: users, due, since, then counts, then changes. ARGV: most users, how long all is kept, how many changes are kept and how long,
 * then of each user id, JSON as it was read, JSON now ('': to be forgotten), when due, since when online or '', how many changes of
 * sessions, how many counts change, and of each change when and JSON, of each count which key, value, by how much.
 * Answers of each \`ok\`, \`changed\` when it is not what was read, \`full\`.
 */
export const WRITE_USERS = new RedisScript(`
local answers, size, happened, i = {}, redis.call('HLEN', KEYS[1]), KEYS[#KEYS], 5
while i <= #ARGV do
  local id, was, is, due, since = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local changes = i + 7
  local counts = changes + 2 * tonumber(ARGV[i + 5])
  local next = counts + 3 * tonumber(ARGV[i + 6])
  local known = redis.call('HGET', KEYS[1], id) or ''
  local answer = 'ok'
  if known ~= was then answer = 'changed'
  elseif known == '' and is ~= '' and size >= tonumber(ARGV[1]) then answer = 'full'
  else
    if is == '' then
      if known ~= '' then size = size - 1 end
      redis.call('HDEL', KEYS[1], id)
      redis.call('ZREM', KEYS[2], id)
    else
      if known == '' then size = size + 1 end
      redis.call('HSET', KEYS[1], id, is)
      redis.call('ZADD', KEYS[2], due, id)
    end
    if since == '' then redis.call('ZREM', KEYS[3], id) else redis.call('ZADD', KEYS[3], since, id) end
    for at = changes, counts - 1, 2 do redis.call('ZADD', happened, ARGV[at], ARGV[at + 1]) end
    for at = counts, next - 1, 3 do
      local key = KEYS[tonumber(ARGV[at])]
      if tonumber(redis.call('ZINCRBY', key, ARGV[at + 2], ARGV[at + 1])) <= 0 then redis.call('ZREM', key, ARGV[at + 1]) end
    end
  end
  answers[#answers + 1] = answer
  i = next
end
redis.call('ZREMRANGEBYRANK', happened, 0, -1 - tonumber(ARGV[3]))
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[2]) end
redis.call('PEXPIRE', happened, ARGV[4])
return answers`);

/** KEYS: users. Answers how many there are. */
export const USERS = new RedisScript(`return { redis.call('HLEN', KEYS[1]) }`);

/** KEYS: changes. Answers JSON of what became of sessions, the latest first. */
export const CHANGES = new RedisScript(`return redis.call('ZREVRANGE', KEYS[1], 0, -1)`);

/** KEYS: changes. ARGV: JSON of those that are forgotten. */
export const FORGET_CHANGES = new RedisScript(`return { redis.call('ZREM', KEYS[1], unpack(ARGV)) }`);

/** KEYS: users, due. ARGV: now, at most. Answers id and JSON of users of whom something is due. */
export const DUE_USERS = new RedisScript(`
local answers = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])) do
  answers[#answers + 1] = id
  answers[#answers + 1] = redis.call('HGET', KEYS[1], id) or ''
end
return answers`);

/**
 * KEYS: users, since. ARGV: at most, then since and id of the last one before, or nothing. Answers JSON of those who follow, who came
 * last first. Those who came in one moment are passed over in steps.
 */
export const ONLINE_USERS = new RedisScript(`
local answers, most, max, offset = {}, tonumber(ARGV[1]), ARGV[2] or '+inf', 0
-- As sorted sets compare; Lua would ask the locale.
local function before(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end
while #answers < most do
  local found = redis.call('ZREVRANGEBYSCORE', KEYS[2], max, '-inf', 'WITHSCORES', 'LIMIT', offset, 500)
  for i = 1, #found, 2 do
    if #answers < most and (not ARGV[2] or tonumber(found[i + 1]) < tonumber(ARGV[2]) or before(found[i], ARGV[3])) then
      answers[#answers + 1] = redis.call('HGET', KEYS[1], found[i]) or ''
    end
  end
  if #found < 1000 then break end
  offset = offset + 500
end
return answers`);

/** KEYS: since, then counts. ARGV: most of each. Answers how many are online, then of each key how many values, and each with its count. */
export const COUNTS = new RedisScript(`
local answers = { redis.call('ZCARD', KEYS[1]) }
for i = 2, #KEYS do
  local found = redis.call('ZREVRANGE', KEYS[i], 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')
  answers[#answers + 1] = #found / 2
  for _, each in ipairs(found) do answers[#answers + 1] = each end
end
return answers`);
