import { ApiError } from '../errors.ts';

/** What a page of a list that begins with the newest ends with: where the next one begins. */
export const placeAfter = (at: string, id: string): string => `${at} ${id}`;

/** When, and which of that moment. @throws ApiError for what is no place in such a list */
export function placeOf(cursor: string): [at: Date, id: string] {
  const [time = '', id = ''] = cursor.split(' ');
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || id === '')
    throw new ApiError('invalid_request', { message: 'This is no cursor.' });
  return [at, id];
}
