/** A decimal as the engine prints it, without the zeros that say nothing: `0.012500000000` is `0.0125`. */
export function decimal(text: string): string {
  if (!text.includes('.')) return text;
  const trimmed = text.replace(/\.?0+$/, '');
  return trimmed === '-0' ? '0' : trimmed;
}
