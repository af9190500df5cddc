import { MAX_STATEMENT_BYTES } from '@pharos/core/api/reconcile';
import { isZip, type TextFile, unzip } from './unzip.ts';

/** Why files could not be taken. */
export type FileProblem = 'tooLarge' | 'badArchive' | 'noFiles';
export class FileError extends Error {
  readonly problem: FileProblem;
  constructor(problem: FileProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** The text of the files that somebody dropped or chose; archives are unpacked. @throws FileError */
export async function textsOf(files: Iterable<File>): Promise<TextFile[]> {
  const texts: TextFile[] = [];
  let left = MAX_STATEMENT_BYTES;
  for (const file of files) {
    if (file.size > left) throw new FileError('tooLarge');
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (isZip(bytes)) {
      const unpacked = await unzip(bytes, left).catch((error: unknown) => {
        throw new FileError(error instanceof RangeError ? 'tooLarge' : 'badArchive');
      });
      texts.push(...unpacked);
    } else {
      texts.push({ name: file.name, content: new TextDecoder().decode(bytes) });
    }
    left = MAX_STATEMENT_BYTES - texts.reduce((sum, { content }) => sum + content.length, 0);
    if (left < 0) throw new FileError('tooLarge');
  }
  if (texts.length === 0) throw new FileError('noFiles');
  return texts;
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
