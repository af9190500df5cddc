import type { ExchangeRate } from '@pharos/core/api/prices';
import { rateInForce } from '@pharos/core/pricing/display-currency';
import { createContext, type ReactNode, use, useMemo } from 'react';

/** The currency that a project shows amounts in, and what it is worth. */
export interface Display {
  currency: string;
  rates: readonly ExchangeRate[];
}
const NOTHING: Display = { currency: 'USD', rates: [] };

const DisplayContext = createContext<Display>(NOTHING);
const RateContext = createContext<ExchangeRate | undefined>(undefined);

/** With what amounts in US dollars are shown here; undefined: as they are. */
export const useShownRate = (): ExchangeRate | undefined => use(RateContext);

/** Amounts within are shown in the project's currency, at its rate at the end of what they are of, milliseconds since the epoch. */
export function AmountsIn({ display = NOTHING, atMs, children }: AmountsInProps) {
  const { currency, rates } = display;
  const rate = useMemo(() => rateInForce(rates, currency, atMs), [rates, currency, atMs]);
  return (
    <DisplayContext value={display}>
      <RateContext value={rate}>{children}</RateContext>
    </DisplayContext>
  );
}
interface AmountsInProps {
  display: Display | undefined;
  atMs: number;
  children: ReactNode;
}

/** Amounts within are of something that ended, or of a call that began, at a time of its own: ISO 8601. */
export function AmountsAt({ at, children }: { at: string; children: ReactNode }) {
  return (
    <AmountsIn display={use(DisplayContext)} atMs={Date.parse(at)}>
      {children}
    </AmountsIn>
  );
}
