import { expect, test } from 'vitest';
import { openRemote } from './remote-driver.ts';
import { RowBinary } from './row-binary.ts';
import { startEngineFront } from './testing/engine-front.ts';
import { openTestEngine } from './testing/engines.ts';

test('an insert is answered when its rows are stored, whatever the profile of the server says', async () => {
  const engine = await openTestEngine('embedded');
  const front = await startEngineFront(engine.driver, { async_insert: '1', wait_for_async_insert: '0' });
  const remote = await openRemote({ urls: [front.url] });
  try {
    await remote.command('CREATE TABLE names (name String) ENGINE = MergeTree ORDER BY name');
    const row = new RowBinary();
    row.string('ada');
    await remote.insert('names', ['name'], [row.take()]);
    expect(await remote.query('SELECT name FROM names')).toEqual([{ name: 'ada' }]);
  } finally {
    await remote.close();
    await front.close();
    await engine.close();
  }
});
