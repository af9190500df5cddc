const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** 1,500,000 as "1.4 MB"; powers of 1,024. */
export function bytes(count: number): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10));
  const value = count / 1024 ** step;
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[step]}`;
}

export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** "1 warning", "2 warnings". */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
