import { MAX_FILES, MAX_STATEMENT_BYTES } from '@pharos/core/api/reconcile';
import { isZip, type LeftFile, type TextFile, unzip } from './unzip.ts';

/** They are more than a statement may have: nothing of them is taken. */
export class TooLarge extends Error {}

export interface Taken {
  files: TextFile[];
  /** What was not, and why: nobody is to think that it was counted. */
  left: LeftFile[];
}

/** The text of the files that somebody dropped or chose; archives are unpacked. @throws TooLarge */
export async function textsOf(given: Iterable<File>): Promise<Taken> {
  const files: TextFile[] = [];
  const left: LeftFile[] = [];
  let room = MAX_STATEMENT_BYTES;
  for (const file of given) {
    if (file.size > room) throw new TooLarge();
    const taken = await takenOf(file, { bytes: room, files: MAX_FILES - files.length });
    files.push(...taken.files);
    left.push(...taken.left);
    room = MAX_STATEMENT_BYTES - files.reduce((sum, { content }) => sum + content.length, 0);
    if (room < 0) throw new TooLarge();
  }
  return { files, left };
}

async function takenOf(file: File, most: { bytes: number; files: number }): Promise<Taken> {
  const none = (why: LeftFile['why']): Taken => ({ files: [], left: [{ name: file.name, why }] });
  // A folder that is dropped is a file that cannot be read.
  const bytes = await file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined,
  );
  if (!bytes) return none('unreadable');
  if (isZip(bytes)) {
    const unpacked = await unzip(bytes, most).catch((error: unknown) => {
      if (error instanceof RangeError) throw new TooLarge();
      return none('badArchive');
    });
    // A document of an office is an archive too: what it is packed of is of no interest.
    const isOther = unpacked.files.length === 0 && unpacked.left.every(({ why }) => why === 'wrongKind');
    return isOther ? none('wrongKind') : unpacked;
  }
  if (bytes.includes(0)) return none('wrongKind');
  if (most.files <= 0) return none('tooMany');
  return { files: [{ name: file.name, content: new TextDecoder().decode(bytes) }], left: [] };
}

export const isJson = ({ content }: TextFile): boolean => /^[\s\uFEFF]*[[{]/.test(content);

/** The columns of a CSV file, for whoever has to say which is what. */
export function columnsOf({ content }: TextFile): string[] {
  const [header = ''] = content.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  const [delimiter = ','] = [',', ';', '\t'].sort((a, b) => header.split(b).length - header.split(a).length);
  const names = header.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, '').trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/** Words by which a column is likely to be meant; the first column that fits one is proposed. */
const GUESSES: readonly (readonly [string, RegExp])[] = [
  ['day', /^(date|day|usage_date|timestamp|time|日期|时间|datum)/i],
  ['model', /model|模型|sku/i],
  ['requests', /^(num_)?(requests?|calls?)|请求|调用次数/i],
  ['cachedRead', /cach.*(read|hit)|cached|命中/i],
  ['cacheWrite', /cach.*(write|creat)/i],
  ['output', /output|completion|输出/i],
  ['input', /input|prompt|输入/i],
  ['cost', /cost|amount|price|charge|spend|费用|金额|消费/i],
  ['currency', /currency|币种/i],
];

/** Which column is probably what. */
export function guessMapping(columns: readonly string[]): Record<string, string> {
  const taken = new Set<string>();
  const guessed: Record<string, string> = {};
  for (const [part, pattern] of GUESSES) {
    const column = columns.find((name) => !taken.has(name) && pattern.test(name));
    if (column === undefined) continue;
    taken.add(column);
    guessed[part] = column;
  }
  return guessed;
}
