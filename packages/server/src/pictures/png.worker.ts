import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Resvg } from '@resvg/resvg-js';

export interface PngTask {
  svg: string;
  scale: number;
  maxPixels: number;
}

/** What letters are drawn with, Latin and Chinese, on any machine alike: none of its own fonts is asked for. */
const FAMILY = 'Noto Sans S Chinese';
const folder = pathToFileURL(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc'));
const fontFiles = ['Regular', 'Bold'].map((weight) =>
  fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, folder)),
);
const font = { loadSystemFonts: false, fontFiles, sansSerifFamily: FAMILY, defaultFontFamily: FAMILY };

/** Runs in a thread of its own: a picture as SVG in, as PNG out. @throws Error for what is no SVG or would be too large */
export default function png({ svg, scale, maxPixels }: PngTask): Uint8Array {
  const drawing = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale }, logLevel: 'off' });
  const { width, height } = drawing;
  if (width * height * scale ** 2 > maxPixels)
    throw new Error(`A picture of ${width} × ${height} in ${scale} times its size is too large.`);
  return drawing.render().asPng();
}
