import type { ExchangeRate } from '@pharos/core/api/prices';
import type { Language } from '@pharos/core/language';
import type { Unit } from '@pharos/core/metrics';
import type { Palette } from './palette.ts';

/** What every picture is told beside its data. */
export interface Look {
  /** In CSS pixels. */
  width: number;
  height: number;
  language: Language;
  palette?: Palette;
  /** Above what is drawn. */
  title?: string;
  /** What it shows, for those who do not see it. */
  label?: string;
}

/** How figures are written. */
export interface Figures {
  unit: Unit;
  language: Language;
  /** Dollars are shown at it. */
  rate?: ExchangeRate | undefined;
}
