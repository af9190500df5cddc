import { describe, expect, it } from 'vitest';
import { hostsOf, parseRedisUrl } from './redis-address.ts';

describe('the URL of a Redis', () => {
  it.each([
    [
      'redis://localhost',
      { kind: 'server', tls: false, database: 0, server: { host: 'localhost', port: 6379 } },
    ],
    [
      'rediss://ada:p%40ss%2F@db.example:6380/3',
      {
        ...{ kind: 'server', tls: true, database: 3, username: 'ada', password: 'p@ss/' },
        server: { host: 'db.example', port: 6380 },
      },
    ],
    [
      'redis://:a:b@[::1]:7/',
      { kind: 'server', tls: false, database: 0, password: 'a:b', server: { host: '::1', port: 7 } },
    ],
    [
      'redis+cluster://ada:secret@h1:7000,h2,[fe80::1]:7002',
      {
        ...{ kind: 'cluster', tls: false, database: 0, username: 'ada', password: 'secret' },
        nodes: [
          { host: 'h1', port: 7000 },
          { host: 'h2', port: 6379 },
          { host: 'fe80::1', port: 7002 },
        ],
      },
    ],
    [
      'rediss+sentinel://:secret@h1,h2:26380/my%20master/2?sentinel_user=guard&sentinel_password=p%26q',
      {
        ...{ kind: 'sentinel', tls: true, database: 2, password: 'secret', master: 'my master' },
        sentinels: [
          { host: 'h1', port: 26379 },
          { host: 'h2', port: 26380 },
        ],
        atSentinels: { username: 'guard', password: 'p&q' },
      },
    ],
  ])('is read: %s', (url, address) => {
    const read = parseRedisUrl(url);
    expect(read).toEqual(read.kind === 'sentinel' ? { atSentinels: {}, ...address } : address);
  });

  it.each([
    ['http://h1:6379', 'must be one of redis://host:6379, redis+cluster://'],
    ['h1:6379', 'must be one of redis://'],
    ['redis+other://h1', 'must be one of redis://'],
    ['redis://', 'must have a name or an address for each host'],
    ['redis://h1:70000', 'a port after a colon'],
    ['redis://user:hunter2/x@h1', 'must have a name or an address for each host'],
    ['redis://h1:7000,h2:7001', 'write redis+cluster:// or redis+sentinel://'],
    ['redis+cluster://h1:7000,,h2', 'for each host'],
    ['redis+cluster://h1:7000/1', 'a cluster has none but 0'],
    ['redis://h1/zero', 'a whole number for a database'],
    ['redis://h1/1/2', 'a whole number for a database'],
    ['redis+sentinel://h1:26379', 'must name the master'],
    ['redis+sentinel://h1:26379/mymaster/x', 'a whole number for a database'],
    ['redis://h1?sentinel_password=x', 'knows no parameter sentinel_password'],
    ['redis://:100%@h1', 'write it as %25'],
  ])('is refused: %s', (url, message) => {
    expect(() => parseRedisUrl(url)).toThrow(message);
    expect(() => parseRedisUrl(url)).toThrow(/^(?!.*hunter2)/);
  });

  it('is shown as its hosts alone', () => {
    expect(hostsOf(parseRedisUrl('redis+cluster://ada:secret@h1:7000,[::1]'))).toBe('h1:7000,[::1]:6379');
  });
});
