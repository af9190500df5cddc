import type { Json } from '@pharos/core/content';
import { isRecord, type JsonRecord } from '@pharos/core/message-parts';

/** What is known of a file that came with a run. Its bytes are not kept. */
export const attachment = (type: string, size: number): JsonRecord => ({ type, size });

const lengthOf = (data: Json | undefined): number => {
  if (typeof data === 'string') return data.length;
  return typeof data === 'object' && data !== null ? Object.keys(data).length : 0;
};

/** Files within a run that came as JSON: `{name: [type, data]}` or `{name: {mime_type, data}}`. */
export function attachmentsIn({ attachments }: JsonRecord): JsonRecord | undefined {
  if (!isRecord(attachments)) return undefined;
  const known = Object.entries(attachments).map(([name, value]): [string, JsonRecord] => {
    const [type, data] = Array.isArray(value)
      ? value
      : isRecord(value)
        ? [value.mime_type ?? value.mimeType, value.data]
        : [undefined, value];
    return [name, attachment(typeof type === 'string' ? type : '', lengthOf(data))];
  });
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}
