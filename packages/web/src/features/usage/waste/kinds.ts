import { WASTE_KINDS, type WasteKind } from '@pharos/core/waste/waste';

/** A kind keeps its colour wherever it is shown. */
export const KIND_COLORS: Readonly<Record<WasteKind, string>> = {
  abandoned: 'var(--series-7)',
  failed: 'var(--series-3)',
  retries: 'var(--series-2)',
  errors: 'var(--series-6)',
};

export const isKind = (text: string | undefined): text is WasteKind =>
  WASTE_KINDS.some((kind) => kind === text);
