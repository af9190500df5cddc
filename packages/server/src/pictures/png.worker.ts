import { Resvg } from '@resvg/resvg-js';
import { HAN_FAMILY, HAN_FONTS } from '../fonts.ts';

export interface PngTask {
  svg: string;
  scale: number;
  maxPixels: number;
}

/** None of the machine's own fonts is asked for. */
const fontFiles = Object.values(HAN_FONTS);
const font = {
  loadSystemFonts: false,
  fontFiles,
  sansSerifFamily: HAN_FAMILY,
  defaultFontFamily: HAN_FAMILY,
};

/** Runs in a thread of its own: a picture as SVG in, as PNG out. @throws Error for what is no SVG or would be too large */
export default function png({ svg, scale, maxPixels }: PngTask): Uint8Array {
  const drawing = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale }, logLevel: 'off' });
  const { width, height } = drawing;
  if (width * height * scale ** 2 > maxPixels)
    throw new Error(`A picture of ${width} × ${height} in ${scale} times its size is too large.`);
  return drawing.render().asPng();
}
