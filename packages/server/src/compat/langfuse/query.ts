import { z } from 'zod';
import { ApiError } from '../../errors.ts';

/** What an SDK sends for a filter that is not set may be nothing, or an empty text. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

export const text = optional(z.string().max(800));
export const moment = optional(z.iso.datetime({ offset: true }));
export const flag = optional(z.enum(['true', 'false']).transform((value) => value === 'true'));

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const split = (value: unknown): unknown => {
  const given = [value].flat();
  if (value === undefined || !given.every((each) => typeof each === 'string')) return value;
  const parts = given.flatMap((each) => each.split(',').map((part) => part.trim())).filter(isText);
  return parts.length > 0 ? parts : undefined;
};

/** Texts given as repeated parameters or, as other SDKs write a list, with commas between. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(split, z.array(item).max(200).optional());
export const texts = listOf(z.string().max(800));

/** A list of names in any case. */
export const namesOf = <const Name extends string>(names: readonly Name[]) =>
  listOf(z.preprocess((name) => (isText(name) ? name.toUpperCase() : name), z.enum(names)));

const whole = (most: number, usual: number) =>
  z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number().int().min(1).max(most).default(usual),
  );

export const limitTo = (most: number) => whole(most, 50);

/** Lists that are read page by page, and say how many there are. */
export const pageQuery = { page: whole(1_000_000, 1), limit: limitTo(100) };

interface PageAsked {
  page: number;
  limit: number;
}

/** Whatever lies before a page is read with it. */
const DEEPEST = 50_000;

/** @throws ApiError for a page so deep that it has to be reached by a cursor. */
export function offsetOf({ page, limit }: PageAsked): number {
  const offset = (page - 1) * limit;
  if (offset > DEEPEST)
    throw new ApiError('invalid_request', {
      message: `Pages go to ${DEEPEST} items: narrow the time, or read on by cursor (v2/observations, v3/scores).`,
    });
  return offset;
}

export const pageOf = <Item>(data: Item[], { page, limit }: PageAsked, totalItems: number) => ({
  data,
  meta: { page, limit, totalItems, totalPages: Math.ceil(totalItems / limit) },
});

/** The end of a list that is read cursor by cursor is a missing cursor. */
export const cursorPageOf = <Item>(data: Item[], nextCursor: string | null, more: object = {}) => ({
  data,
  meta: { ...more, ...(nextCursor !== null && { cursor: nextCursor }) },
});
