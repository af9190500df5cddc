import { createPriceBook, type PriceBook } from '@pharos/core/pricing/price-book';
import { LRUCache } from 'lru-cache';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { createPrepare } from '../pipeline/prepare.ts';
import type { PreparedBatch } from '../pipeline/prepared.ts';
import { asTheyAre, hideUsersWith } from '../pseudonym.ts';
import { decode } from './decode.ts';
import { decompress } from './decompress.ts';
import { type PrepareResult, type PrepareTask, refusedBy } from './prepare-task.ts';

const prepare = createPrepare();
/** Projects with prices of their own are few; all others share the book of the empty list. */
const books = new LRUCache<string, PriceBook>({ max: 100 });

/** Runs in a worker thread: a compressed body in, rows out. */
export default function prepareRequest({
  request,
  prices,
  userSecret,
  taking,
  maxBodyBytes,
}: PrepareTask): unknown {
  try {
    const { format, kind, contentType = '', subject = '', encoding, body, envelope } = request;
    const bytes = decompress(encoding, body, maxBodyBytes);
    const receivedNs = BigInt(envelope.receivedAtMs) * 1_000_000n;
    const decoded = decode(format, kind, bytes, { receivedNs, contentType, subject });
    return handOver(prepare(decoded, envelope, bookOf(prices), hiding(userSecret), taking));
  } catch (error) {
    return refusedBy(error);
  }
}

const hiding = (secret: string) => (secret === '' ? asTheyAre : hideUsersWith(secret));

function bookOf(prices: string): PriceBook {
  const known = books.get(prices);
  if (known) return known;
  const book = createPriceBook(JSON.parse(prices));
  books.set(prices, book);
  return book;
}

/** Rows and files change threads without being copied. */
function handOver(batch: PreparedBatch) {
  const files = batch.files?.map(({ bytes }) => bytes) ?? [];
  const { spanRows, payloadRows, logRows, scoreRows, pointRows, patchRows } = batch;
  const rows = [spanRows, payloadRows, logRows, scoreRows, pointRows, patchRows];
  const result: PrepareResult = { batch };
  return move({
    [transferableSymbol]: [...rows, ...files].map(({ buffer }) => buffer),
    [valueSymbol]: result,
  } as never);
}
