/*
 * Colours as #rrggbb, which every viewer of pictures knows. Tokens are written in OKLCH; its way to sRGB is that of
 * B. Ottosson, A perceptual color space for image processing (2020).
 */
type Channels = readonly [red: number, green: number, blue: number];

const NUMBERS = /-?[\d.]+%?/g;
const numbersOf = (text: string): number[] =>
  [...text.matchAll(NUMBERS)].map(([each]) =>
    each.endsWith('%') ? Number.parseFloat(each) / 100 : Number(each),
  );

const encoded = (linear: number): number =>
  linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
const decoded = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

function fromOklch(lightness: number, chroma: number, hue: number): Channels {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

const hex = (channels: Channels): string =>
  `#${channels
    .map((linear) => Math.round(Math.min(Math.max(encoded(linear), 0), 1) * 255))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;

/** `oklch(…)` without transparency as #rrggbb; any other value as it is. */
export function hexOf(color: string): string {
  const text = color.trim();
  const [lightness, chroma, hue, alpha] = numbersOf(text);
  if (!text.startsWith('oklch(') || alpha !== undefined) return text;
  if (lightness === undefined || chroma === undefined || hue === undefined) return text;
  return hex(fromOklch(lightness, chroma, hue));
}

/** Relative luminance of #rrggbb, 0 to 1 (WCAG 2.2). */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    decoded(Number.parseInt(color.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How far two colours #rrggbb stand apart, 1 to 21 (WCAG 2.2). Text needs 4.5. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}
