import { momentAt, zoneOffsetMs } from '@pharos/core/zone';
import { type ReactNode, useState } from 'react';
import { Button } from '../components/Button.tsx';
import { cx } from '../components/cx.ts';
import { Field, Input } from '../components/Input.tsx';
import { useZone } from '../format/zone.ts';
import { useTexts } from '../i18n/i18n.ts';
import { shell } from './messages.ts';

/** As the browser's date and time control wants it: what clocks show, to the minute. */
const asInput = (ms: number, zone: string): string =>
  new Date(ms + zoneOffsetMs(ms, zone)).toISOString().slice(0, 16);
/** The inverse; NaN while the field is not filled in. */
const fromInput = (text: string, zone: string): number => {
  const shown = Date.parse(`${text}Z`);
  return Number.isNaN(shown) ? shown : momentAt(shown, zone);
};

interface RangeFormProps {
  /** As it is when the form opens. */
  fromMs: number;
  toMs: number;
  /** In ISO 8601. */
  onRange: (range: { from: string; to: string }) => void;
  className?: string;
  /** Below its fields. */
  children?: ReactNode;
}

/** From a date to a date, in the clocks of the reader. */
export function RangeForm({ fromMs: firstMs, toMs: lastMs, onRange, className, children }: RangeFormProps) {
  const t = useTexts(shell);
  const zone = useZone();
  const [from, setFrom] = useState(() => asInput(firstMs, zone));
  const [to, setTo] = useState(() => asInput(lastMs, zone));
  const [fromMs, toMs] = [fromInput(from, zone), fromInput(to, zone)];
  const valid = fromMs < toMs;
  return (
    <form
      className={cx('flex flex-col gap-2', className)}
      onSubmit={(event) => {
        event.preventDefault();
        if (!valid) return;
        onRange({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() });
      }}
    >
      <p className="text-xs text-muted">{t('absolute')}</p>
      <Field label={t('from')}>
        {(ids) => (
          <Input
            {...ids}
            type="datetime-local"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </Field>
      <Field label={t('to')} error={valid ? undefined : t('rangeInvalid')}>
        {(ids) => (
          <Input {...ids} type="datetime-local" value={to} onChange={(event) => setTo(event.target.value)} />
        )}
      </Field>
      <Button type="submit" variant="primary" disabled={!valid} className="self-end">
        {t('apply')}
      </Button>
      {children}
    </form>
  );
}
