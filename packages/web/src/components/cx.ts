/** Class names that are not empty, joined. */
export const cx = (...names: (string | number | bigint | false | null | undefined)[]): string =>
  names.filter(Boolean).join(' ');
