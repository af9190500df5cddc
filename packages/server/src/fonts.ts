import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What they are called in themselves. */
export const HAN_FAMILY = 'Noto Sans S Chinese';

const folder = pathToFileURL(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc'));
const fileOf = (weight: string) => fileURLToPath(new URL(`../fonts/NotoSansHans-${weight}.otf`, folder));

/** Files of letters that come along, Latin and Chinese: pictures and pages are drawn alike on any machine. */
export const HAN_FONTS = { regular: fileOf('Regular'), bold: fileOf('Bold') };
