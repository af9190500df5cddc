import { expect, test } from 'vitest';
import { shortName } from './span-name.ts';

test.each([
  ['execute_tool lookup_order', 'tool', 'lookup_order'],
  ['invoke_agent support bot', undefined, 'support bot'],
  ['chat gpt-4.1', 'llm', 'gpt-4.1'],
  ['chat gpt-4.1', undefined, 'chat gpt-4.1'],
  ['chat room', 'span', 'chat room'],
  ['execute_tool', 'tool', 'execute_tool'],
  ['GET /v2/orders/{id}', 'span', 'GET /v2/orders/{id}'],
  ['', 'span', ''],
])('%s of kind %s reads %s in a row', (name, kind, short) => {
  expect(shortName(name, kind)).toBe(short);
});
