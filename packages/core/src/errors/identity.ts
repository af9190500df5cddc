import type { Span } from '../span.ts';
import { topFrame } from './frame.ts';
import { messageTemplate } from './message.ts';

/** What makes two errors the same. */
export interface ErrorIdentity {
  /** `RateLimitError`, `TimeoutError`; '' where none was told. */
  type: string;
  /** Without what differs from one occurrence to the next. */
  message: string;
  /** What it went wrong in: the tool, else the model, else the name of the step. */
  place: string;
  /** `function (folder/file)`, '' without a stack trace. */
  frame: string;
}

/** Which error a failed step is an occurrence of; undefined for one that did not fail. */
export function errorIdentity(
  span: Pick<Span, 'status' | 'statusMessage' | 'error' | 'toolName' | 'model' | 'name'>,
): ErrorIdentity | undefined {
  if (span.status !== 'error') return undefined;
  return {
    type: span.error?.type ?? '',
    message: messageTemplate(span.error?.message || span.statusMessage),
    place: span.toolName || span.model || span.name,
    frame: topFrame(span.error?.stack ?? ''),
  };
}

/** One text for the same error, which no other has. */
export const errorKey = ({ type, message, place, frame }: ErrorIdentity): string =>
  JSON.stringify([type, message, place, frame]);
