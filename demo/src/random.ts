/** Repeatable chance: the same seed and label give the same numbers, whatever else was drawn before. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [from, to]. */
  int(from: number, to: number): number;
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Around `median`; `spread` 0.5 keeps two thirds between 0.6 and 1.65 times of it. */
  about(median: number, spread?: number): number;
  /** Lower-case hex of that many bytes, never all zero. */
  hex(bytes: number): string;
}

function hash(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

export function randomFor(...label: readonly (string | number)[]): Random {
  let [a, b, c, d] = hash(label.join('/'));
  const word = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i += 1) word();
  const next = () => word() / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    int: (from, to) => from + Math.floor(next() * (to - from + 1)),
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    about: (median, spread = 0.35) => median * Math.exp(normal() * spread),
    hex(bytes) {
      let text = '';
      while (text.length < bytes * 2) text += word().toString(16).padStart(8, '0');
      return /[1-9a-f]/.test(text.slice(0, bytes * 2))
        ? text.slice(0, bytes * 2)
        : '1'.padStart(bytes * 2, '0');
    },
  };
}
