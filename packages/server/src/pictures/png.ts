import { oneThread } from '../one-thread.ts';
import type { PngTask } from './png.worker.ts';

export interface PngOptions {
  /** Pixels of the PNG for one of the SVG, more than 0 and at most 4; 2 unless it is said. */
  scale?: number;
  /** Nobody waits for it any longer. */
  signal?: AbortSignal;
}

export interface Pngs {
  /**
   * A picture that is SVG as PNG, drawn off the event loop with fonts of its own, Latin and Chinese.
   * @throws Error when it is no SVG, is too large, too many wait already, or it takes too long
   */
  pngOf(svg: string, options?: PngOptions): Promise<Buffer>;
  close(): Promise<void>;
}

const MAX_SVG = 2_000_000;
const MAX_SCALE = 4;
const MAX_PIXELS = 16_000_000;
/** With the one that is being drawn. */
const MAX_WAITING = 32;
/** Its wait for a turn included. A picture takes about a tenth of a second. */
const TIMEOUT_MS = 10_000;

/** One thread for all pictures, started by the first of them: they may wait for each other, but nothing waits for them. */
export function createPngs({ timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {}): Pngs {
  const thread = oneThread<PngTask, Uint8Array>('./png.worker', import.meta.url, {
    ...{ what: 'pictures', maxWaiting: MAX_WAITING, timeoutMs },
  });
  return {
    async pngOf(svg, { scale = 2, signal } = {}) {
      if (svg.length > MAX_SVG) throw new Error(`A picture of ${svg.length} characters is too large.`);
      if (!(scale > 0 && scale <= MAX_SCALE)) throw new Error(`A picture has no scale of ${scale}.`);
      const drawn = await thread.run({ svg, scale, maxPixels: MAX_PIXELS }, signal);
      return Buffer.from(drawn.buffer, drawn.byteOffset, drawn.byteLength);
    },
    close: () => thread.close(),
  };
}
