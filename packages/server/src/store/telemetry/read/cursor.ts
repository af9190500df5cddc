import { z } from 'zod';
import { ApiError } from '../../../errors.ts';

/** Where a page ended: the time that orders the list, and the id that breaks ties. */
export interface Cursor {
  ns: bigint;
  id: string;
}

const shape = z.tuple([z.string().regex(/^\d{1,19}$/), z.string()]);

export const writeCursor = ({ ns, id }: Cursor): string =>
  Buffer.from(JSON.stringify([String(ns), id])).toString('base64url');

/** @throws ApiError when the text is no cursor of ours. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const [ns, id] = shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { ns: BigInt(ns), id };
  } catch {
    throw new ApiError('invalid_request', { message: 'The cursor is not one that this list gave.' });
  }
}
