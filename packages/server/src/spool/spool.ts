import { z } from 'zod';
import { Overloaded } from '../intake/errors.ts';
import type { ReceivedRequest } from '../intake/request.ts';
import { Together } from '../together.ts';
import type { AppendFile, SpoolDisk } from './disk.ts';
import { encodeFrame, type FrameParts, framePartsOf, MARKER_BYTES, readFrame } from './frame.ts';
import { asideName, newSegment, type SegmentName, segmentOf } from './segments.ts';

export interface SpoolOptions {
  disk: SpoolDisk;
  /** Of all files, those put aside as well. */
  maxBytes: number;
  /** A file of so many bytes is followed by another; what it holds is freed as a whole. */
  segmentBytes?: number;
  nowMs(): number;
  randomBytes(count: number): Buffer;
}

/** Why something that was on disk is not stored. */
export type DropReason = 'torn' | 'corrupt' | 'refused';

/** The oldest requests, in the order in which they came. */
export interface Lot {
  requests: readonly Spooled[];
  segment: Segment;
  /** Up to where its file is read. */
  end: number;
}
export interface Spooled {
  request: ReceivedRequest;
  /** Where it stands in its file. */
  at: number;
  end: number;
}

export interface Segment extends SegmentName {
  bytes: number;
}
interface Writing {
  segment: Segment;
  file: AppendFile;
}

const SEGMENT_BYTES = 16 << 20;
const POSITION = 'position';
const positionSchema = z.object({ name: z.string(), at: z.number().int().nonnegative() });
const FULL_RETRY_SECONDS = 30;
const FAILED_RETRY_SECONDS = 5;
/** Of requests that share a write. */
const GROUP = 256;

/**
 * Requests on disk, in the order in which they came. One is accepted when it is on the disk itself; those that come
 * together share an fsync. What was read is gone once it is `done`: after a death between the two it is read again.
 */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #segmentBytes: number;
  readonly #segments: Segment[];
  readonly #appends: Together<FrameParts, undefined>;
  #current: Writing | undefined;
  #group: Promise<unknown> = Promise.resolve();
  #read: { name: string; content: Buffer } | undefined;
  #position: z.infer<typeof positionSchema> | undefined;
  #pending = 0;
  #bytes: number;
  /** Accepted and not yet stored, of those that this process knows of: what an earlier one left is counted as it is read. */
  waiting = 0;
  /** Stored out of here. */
  drained = 0;
  readonly dropped: Record<DropReason, number> = { torn: 0, corrupt: 0, refused: 0 };

  /** Opens what an earlier process left, or begins anew. */
  static async open(options: SpoolOptions): Promise<Spool> {
    const files = await options.disk.list();
    const position = files.some(({ name }) => name === POSITION)
      ? positionOf(await options.disk.read(POSITION))
      : undefined;
    return new Spool(options, files, position);
  }

  private constructor(
    options: SpoolOptions,
    files: readonly { name: string; bytes: number }[],
    position: z.infer<typeof positionSchema> | undefined,
  ) {
    this.#options = options;
    this.#segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.#segments = files
      .flatMap(({ name, bytes }) => {
        const segment = segmentOf(name);
        return segment ? [{ ...segment, bytes }] : [];
      })
      .sort((a, b) => a.number - b.number);
    this.#bytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#position = position;
    this.#appends = new Together(
      async (group) => {
        const write = this.#write(group);
        this.#group = write.catch(() => undefined);
        await write;
        return group.map(() => undefined);
      },
      { group: GROUP, waiting: Number.POSITIVE_INFINITY },
      () => new Overloaded('the spool is full', FULL_RETRY_SECONDS),
    );
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Nothing waits to be stored, and nobody is writing. */
  get isEmpty(): boolean {
    return this.#segments.length === 0 && this.#pending === 0;
  }

  /** About how long the oldest waits, in milliseconds. */
  get oldestAgeMs(): number {
    const oldest = this.#segments[0];
    return oldest ? Math.max(0, this.#options.nowMs() - oldest.number) : 0;
  }

  /** Resolves when the request is on the disk itself; throws Overloaded when there is no room or the disk fails. */
  async append(request: ReceivedRequest): Promise<void> {
    const parts = framePartsOf(request);
    if (this.#bytes + parts.bytes > this.#options.maxBytes)
      throw new Overloaded('the spool is full', FULL_RETRY_SECONDS);
    this.#bytes += parts.bytes;
    this.#pending += 1;
    try {
      await this.#appends.call(parts);
      this.waiting += 1;
    } finally {
      this.#pending -= 1;
    }
  }

  /** The oldest requests of one file, at least one; undefined when there is none. */
  async oldest(limits: { bytes: number; requests: number }): Promise<Lot | undefined> {
    for (;;) {
      const segment = this.#segments[0];
      if (segment === undefined) return undefined;
      if (segment === this.#current?.segment) await this.#seal();
      const content = await this.#contentOf(segment);
      const from = this.#position?.name === segment.name ? this.#position.at : 0;
      const lot = await this.#lotOf(segment, content, from, limits);
      if (lot.requests.length > 0) return lot;
      await this.#remove(segment);
    }
  }

  /** All of a lot is stored or put aside, and need not be read again. */
  async done({ segment, end, requests }: Lot): Promise<void> {
    this.waiting = Math.max(0, this.waiting - requests.length);
    if (end >= (this.#read?.content.length ?? 0)) return this.#remove(segment);
    this.#position = { name: segment.name, at: end };
    await this.#options.disk.replace(POSITION, Buffer.from(JSON.stringify(this.#position)));
  }

  /** Keeps what cannot be stored for whoever looks after the server. */
  async putAside({ segment }: Lot, { at, end }: Spooled): Promise<void> {
    await this.#keep(segment, at, end, 'refused');
  }

  /** Resolves when nothing is being written any more. */
  async close(): Promise<void> {
    await this.#appends.drain();
    await this.#seal();
  }

  async #lotOf(
    segment: Segment,
    content: Buffer,
    from: number,
    limits: { bytes: number; requests: number },
  ): Promise<Lot> {
    const requests: Spooled[] = [];
    let at = from;
    for (;;) {
      const found = readFrame(segment.marker, content, at);
      const isEnough = requests.length >= limits.requests || at - from >= limits.bytes;
      if (found.is === 'end' || (isEnough && requests.length > 0)) return { requests, segment, end: at };
      if (found.is === 'request') requests.push({ request: found.request, at, end: found.end });
      else if (found.is === 'torn') this.dropped.torn += 1;
      else await this.#keep(segment, at, found.end, 'corrupt');
      at = found.end;
    }
  }

  async #keep(segment: Segment, at: number, end: number, why: 'corrupt' | 'refused'): Promise<void> {
    const content = await this.#contentOf(segment);
    await this.#options.disk.replace(asideName(segment.name, at, why), content.subarray(at, end));
    this.#bytes += end - at;
    this.dropped[why] += 1;
  }

  async #contentOf({ name }: Segment): Promise<Buffer> {
    if (this.#read?.name !== name) this.#read = { name, content: await this.#options.disk.read(name) };
    return this.#read.content;
  }

  async #remove(segment: Segment): Promise<void> {
    await this.#options.disk.remove(segment.name);
    this.#segments.splice(this.#segments.indexOf(segment), 1);
    this.#bytes -= segment.bytes;
    this.#read = undefined;
  }

  /** One write and one fsync for all of a group. What failed half-way is left behind, and a new file begun. */
  async #write(group: readonly FrameParts[]): Promise<void> {
    const bytes = group.reduce((sum, parts) => sum + parts.bytes, 0);
    let writing: Writing | undefined;
    try {
      writing = this.#current ?? (await this.#begin());
      writing.segment.bytes += bytes;
      await writing.file.append(
        group.flatMap((parts) => encodeFrame(writing?.segment.marker as Buffer, parts)),
      );
      await writing.file.sync();
    } catch (error) {
      if (writing === undefined) this.#bytes -= bytes;
      await this.#leave(writing);
      throw Object.assign(new Overloaded('the spool cannot be written', FAILED_RETRY_SECONDS), {
        cause: error,
      });
    }
    if (writing.segment.bytes >= this.#segmentBytes) await this.#leave(writing);
  }

  async #begin(): Promise<Writing> {
    const number = Math.max(this.#options.nowMs(), (this.#segments.at(-1)?.number ?? 0) + 1);
    const name = newSegment(number, this.#options.randomBytes(MARKER_BYTES));
    const file = await this.#options.disk.create(name.name);
    const segment = { ...name, bytes: 0 };
    this.#segments.push(segment);
    this.#current = { segment, file };
    return this.#current;
  }

  async #leave(writing: Writing | undefined): Promise<void> {
    if (writing === undefined) return;
    if (this.#current === writing) this.#current = undefined;
    await writing.file.close().catch(() => undefined);
  }

  /** What comes from now on goes to a new file; resolves when the last one is complete. */
  async #seal(): Promise<void> {
    const sealed = this.#current;
    this.#current = undefined;
    await this.#group;
    if (sealed) await this.#leave(sealed);
  }
}

/** A position that cannot be read is none: requests that are stored already are stored again, which changes nothing. */
function positionOf(content: Buffer): z.infer<typeof positionSchema> | undefined {
  try {
    return positionSchema.safeParse(JSON.parse(content.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
