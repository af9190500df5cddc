import { type Client, sentenceIn } from '../http.ts';
import { Failure } from '../world.ts';
import type { Door, Load, Row } from './list.ts';

/** What one request holds: less than Langfuse's own server takes. */
export const ENOUGH_BYTES = 3_000_000;

/** What says that something in a request is at fault, and not the request itself. */
const AT_FAULT = [400, 413, 422];

/** As few requests as the door and the size of a request allow; what is too large by itself goes alone. */
export function* batchesOf(values: readonly Row[], { most }: Pick<Door, 'most'>): Generator<Row[]> {
  let batch: Row[] = [];
  let bytes = 0;
  for (const value of values) {
    const size = Buffer.byteLength(JSON.stringify(value));
    if (batch.length > 0 && (batch.length === most || bytes + size > ENOUGH_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(value);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Writes a load and gives the reasons of all that was refused. `between` is called before each further request. */
export async function deliver(client: Client, load: Load, between: () => void): Promise<string[]> {
  const refused: string[] = [];
  for (const batch of batchesOf(load.values, load.door)) {
    between();
    refused.push(...(await post(client, load.door, batch)));
  }
  return refused;
}

/** Where a door does not say which of many it refuses, halves are sent until it is known: sending again is harmless. */
async function post(client: Client, door: Door, batch: readonly Row[]): Promise<readonly string[]> {
  const answer = await client.ask({
    method: 'POST',
    path: door.path,
    body: door.encode(batch),
    expects: AT_FAULT,
  });
  if (answer.status < 300) {
    const failure = door.failed?.(answer.body);
    if (failure !== undefined) throw new Failure(`Pharos could not store all of a batch: ${failure}`);
  }
  const refused = door.refused?.(answer.body) ?? (answer.status < 300 ? [] : undefined);
  if (refused) return refused;
  if (batch.length === 1) return [sentenceIn(answer.body)];
  const middle = Math.ceil(batch.length / 2);
  return [
    ...(await post(client, door, batch.slice(0, middle))),
    ...(await post(client, door, batch.slice(middle))),
  ];
}
