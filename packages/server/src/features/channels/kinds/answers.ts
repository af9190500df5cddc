import type { Outcome } from '@pharos/core/channels/outcome';
import { cutText, oneLine } from '@pharos/core/text';
import { z } from 'zod';
import type { RawAnswer } from '../../../egress/exchange.ts';

const MAX_REASON = 300;
/** What a request may come to that is fine otherwise. */
const PASSING = [408, 409, 423, 425, 429];
const MAX_WAIT_MS = 24 * 3_600_000;

/** By the status, as most services mean it. */
export function byStatus(answer: RawAnswer, nowMs: number): Outcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return { result: 'delivered' };
  const reason = said(answer, `HTTP ${status}`);
  if (status >= 500 || PASSING.includes(status))
    return { result: 'again', reason, afterMs: retryAfterMs(answer, nowMs) };
  return { result: 'refused', reason };
}

/** Where a code in the body tells more than the status. */
export interface BodyCodes {
  /** Its names, the first that is there. */
  code: readonly string[];
  message: readonly string[];
  /** These come of what was sent or of how the channel is set, so they will come again. */
  final: readonly number[];
  /** For how long one that asks too often is to wait. */
  busy: { codes: readonly number[]; waitMs: number };
}

const bodySchema = z.record(z.string(), z.unknown());

/** By the code in the body: 0 is fine, and what is not known to be final is tried again. */
export function byCode(answer: RawAnswer, nowMs: number, codes: BodyCodes): Outcome {
  const outcome = byStatus(answer, nowMs);
  const body = bodySchema.safeParse(jsonOf(answer.body)).data;
  const code = codes.code.map((name) => body?.[name]).find((value) => value !== undefined);
  if (code === undefined)
    return outcome.result === 'delivered'
      ? { result: 'again', reason: said(answer, 'An answer that says nothing of the message') }
      : outcome;
  if (code === 0) return outcome;
  const message = codes.message.map((name) => body?.[name]).find((value) => typeof value === 'string');
  const reason = cutText(oneLine(`${String(code)}: ${message ?? ''}`), MAX_REASON);
  if (codes.final.includes(Number(code))) return { result: 'refused', reason };
  const waits = codes.busy.codes.includes(Number(code));
  return { result: 'again', reason, afterMs: waits ? codes.busy.waitMs : retryAfterMs(answer, nowMs) };
}

/** What the header asks for, as seconds or as a date. */
export function retryAfterMs({ headers }: Pick<RawAnswer, 'headers'>, nowMs: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (!text) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), MAX_WAIT_MS) : undefined;
}

/** The beginning of what a receiver said, for whoever reads the log. */
export function said({ body }: RawAnswer, what: string): string {
  const text = oneLine(body);
  return text === '' ? what : cutText(`${what}: ${text}`, MAX_REASON);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
