import { pictureOf, tokensAt } from '../charts/kit/picture.ts';
import { pngOf } from '../charts/kit/png.ts';
import { csvOf, type TableData } from '../charts/kit/table.ts';
import { fileName, saveFile } from '../save-file.ts';

/** What a chart is taken from: where it is drawn, what it is called, and its data. */
export interface Drawn {
  title: string;
  root: Element;
  table: () => TableData | undefined;
}

/** The chart as a picture that needs nothing of the page. @throws Error when nothing is drawn: a table, or no data. */
function svgOf({ root, title }: Drawn): string {
  const picture = pictureOf(root, { title, token: tokensAt(root) });
  if (picture === undefined) throw new Error('There is no picture.');
  return picture;
}

/** Ways of taking a chart along, each a menu entry. */
export const TAKE_ALONG = [
  {
    name: 'copyPicture',
    picture: true,
    // The promise is handed over at once: Safari allows copying only while the click lasts.
    take: (drawn: Drawn) =>
      navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(svgOf(drawn)) })]),
  },
  {
    name: 'savePng',
    picture: true,
    take: async (drawn: Drawn) =>
      saveFile(fileName(drawn.title, 'png'), 'image/png', await pngOf(svgOf(drawn))),
  },
  {
    name: 'saveSvg',
    picture: true,
    take: async (drawn: Drawn) => saveFile(fileName(drawn.title, 'svg'), 'image/svg+xml', svgOf(drawn)),
  },
  {
    name: 'saveCsv',
    picture: false,
    take: async (drawn: Drawn) => {
      const table = drawn.table();
      if (table) saveFile(fileName(drawn.title, 'csv'), 'text/csv', csvOf(table));
    },
  },
] as const;
