import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pdfmake from 'pdfmake';
import { HAN_FONTS } from '../../../../fonts.ts';
import { LAYOUT, LINE, MARGIN, MUTED } from './definition.ts';
import type { Drawn, Pdf, Style } from './document.ts';
import { FONTS } from './runs.ts';

const roboto = join(
  dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')),
  'fonts',
  'Roboto',
);
const LATIN_FONTS = { regular: join(roboto, 'Roboto-Regular.ttf'), bold: join(roboto, 'Roboto-Medium.ttf') };
const faces = ({ regular, bold }: { regular: string; bold: string }) => ({
  ...{ normal: regular, bold, italics: regular, bolditalics: bold },
});

pdfmake.setFonts({ [FONTS.latin]: faces(LATIN_FONTS), [FONTS.han]: faces(HAN_FONTS) });
const files = new Set<string>([...Object.values(LATIN_FONTS), ...Object.values(HAN_FONTS)]);
// What was received names neither files nor addresses.
pdfmake.setLocalAccessPolicy((path) => files.has(path));
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setTableLayouts({
  [LAYOUT]: {
    hLineWidth: (at) => (at === 0 ? 0 : 0.5),
    vLineWidth: () => 0,
    hLineColor: () => LINE,
    paddingLeft: () => 0,
    paddingRight: (at, { table }) => (at === table.widths.length - 1 ? 0 : 8),
  },
});

const FOOTER: Style = { alignment: 'right', margin: [0, 12, MARGIN, 0], fontSize: 8, color: MUTED };

/** Runs in a thread of its own: a document as data in, as PDF out. */
export default async function pages(definition: Pdf): Promise<Uint8Array> {
  const drawn: Drawn = {
    ...definition,
    footer: (page, pages) => ({ text: `${page} / ${pages}`, ...FOOTER }),
    // A heading goes with what it is of.
    pageBreakBefore: ({ headlineLevel }, nodes) =>
      headlineLevel === 1 && nodes.getFollowingNodesOnPage().length === 0,
  };
  return new Uint8Array(await pdfmake.createPdf(drawn).getBuffer());
}
