import { MARKER_BYTES } from './frame.ts';

/** Files of requests, by name `<number>-<marker>.spool`; numbers rise, and are about when the file was begun. */
export interface SegmentName {
  name: string;
  number: number;
  marker: Buffer;
}

/** A file that was put aside and renamed by somebody has where it came from in its name. */
const NAME = /^(\d{13,15})-([0-9a-f]{16})(?:\.\d+)?\.spool$/;

export function segmentOf(name: string): SegmentName | undefined {
  const [, number, marker] = NAME.exec(name) ?? [];
  if (number === undefined || marker === undefined) return undefined;
  return { name, number: Number(number), marker: Buffer.from(marker, 'hex') };
}

/** `marker`: random bytes. */
export function newSegment(number: number, marker: Buffer): SegmentName {
  const hex = marker.subarray(0, MARKER_BYTES).toString('hex');
  return { name: `${String(number).padStart(13, '0')}-${hex}.spool`, number, marker };
}

/** Where something of a segment is kept that could not be stored. */
export const asideName = (segment: string, at: number, why: 'corrupt' | 'refused'): string =>
  `${segment.replace(/(?:\.\d+)?\.spool$/, '')}.${at}.${why}`;
