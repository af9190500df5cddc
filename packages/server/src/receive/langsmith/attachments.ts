import { createHash } from 'node:crypto';
import type { Json } from '@pharos/core/content';
import { isRecord, type JsonRecord } from '@pharos/core/message-parts';
import type { ReceivedFile } from '../../intake/decoded.ts';

/** A type as it may be told on; anything else is bytes. */
const TYPE = /^[\w.+-]{1,99}\/[\w.+-]{1,99}$/;

/** A file that came with a run in its own bytes. */
export function receivedFile(contentType: string, bytes: Uint8Array): ReceivedFile {
  const type = contentType.split(';', 1)[0]?.trim() ?? '';
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    contentType: TYPE.test(type) ? type : 'application/octet-stream',
    // A copy: it outlives the body, and changes threads alone.
    bytes: new Uint8Array(bytes),
  };
}

/** What its run tells of a file that is kept. */
export const attachment = ({ sha256, contentType, bytes }: ReceivedFile): JsonRecord => ({
  type: contentType,
  size: bytes.length,
  sha256,
});

const lengthOf = (data: Json | undefined): number => {
  if (typeof data === 'string') return data.length;
  return typeof data === 'object' && data !== null ? Object.keys(data).length : 0;
};

/** What is known of files within a run that came as JSON; their bytes are not kept: `{name: [type, data]}` or `{name: {mime_type, data}}`. */
export function attachmentsIn({ attachments }: JsonRecord): JsonRecord | undefined {
  if (!isRecord(attachments)) return undefined;
  const known = Object.entries(attachments).map(([name, value]): [string, JsonRecord] => {
    const [type, data] = Array.isArray(value)
      ? value
      : isRecord(value)
        ? [value.mime_type ?? value.mimeType, value.data]
        : [undefined, value];
    return [name, { type: typeof type === 'string' ? type : '', size: lengthOf(data) }];
  });
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}
