import { expect, test } from 'vitest';
import { openRemote } from './remote-driver.ts';
import { Servers, urlsOf } from './servers.ts';
import { startEngineFront } from './testing/engine-front.ts';
import { openTestEngine } from './testing/engines.ts';

test.each([
  ['http://one:8123', ['http://one:8123']],
  [
    'https://ada:p%40ss@one:8443,two:8443/traces?x=1',
    ['https://ada:p%40ss@one:8443/traces?x=1', 'https://ada:p%40ss@two:8443/traces?x=1'],
  ],
  ['http://[::1]:8123, 10.0.0.2:8123', ['http://[::1]:8123', 'http://10.0.0.2:8123']],
  ['tcp://one:9000', undefined],
  ['http://one,,two', undefined],
  ['http://', undefined],
])('%s stands for %o', (text, urls) => {
  expect(urlsOf(text)).toEqual(urls);
});

test('the next server is asked from when one does not answer, the first after the last', () => {
  const servers = new Servers(['one', 'two']);
  servers.failed('one');
  servers.failed('one');
  expect(servers.now).toBe('two');
  servers.failed('two');
  expect(servers.now).toBe('one');
});

test('a server that is lost is told of once, and another asked from then on', async () => {
  const { driver: engine, close } = await openTestEngine('embedded');
  const [first, second] = [await startEngineFront(engine), await startEngineFront(engine)];
  const remote = await openRemote({ urls: [first.url, second.url] });
  const ask = () => remote.query('SELECT 1 AS one');
  expect(await ask()).toEqual([{ one: 1 }]);
  await first.close();
  await expect(ask()).rejects.toThrow(/ECONNREFUSED|socket hang up|ECONNRESET/);
  expect(await ask()).toEqual([{ one: 1 }]);
  await expect(remote.query('SELECT nothing')).rejects.toThrow(/nothing/);
  expect(await ask()).toEqual([{ one: 1 }]);
  await remote.close();
  await second.close();
  await close();
});

test('one that does not answer at the start is passed over', async () => {
  const { driver: engine, close } = await openTestEngine('embedded');
  const front = await startEngineFront(engine);
  const remote = await openRemote({ urls: ['http://127.0.0.1:9', front.url] });
  expect(await remote.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await remote.close();
  await front.close();
  await expect(openRemote({ urls: ['http://127.0.0.1:9'] })).rejects.toThrow('does not answer');
  await close();
});
