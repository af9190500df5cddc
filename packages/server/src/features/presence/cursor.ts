import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import type { PresenceCursor } from '../../live/presence.ts';

const shape = z.tuple([z.number().int().min(0), z.string()]);

export const writeCursor = ({ sinceMs, userId }: PresenceCursor): string =>
  Buffer.from(JSON.stringify([sinceMs, userId])).toString('base64url');

/** @throws ApiError when the text is no cursor of ours. */
export function readCursor(text: string | undefined): PresenceCursor | undefined {
  if (text === undefined) return undefined;
  try {
    const [sinceMs, userId] = shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { sinceMs, userId };
  } catch {
    throw new ApiError('invalid_request', { message: 'The cursor is not one that this list gave.' });
  }
}
