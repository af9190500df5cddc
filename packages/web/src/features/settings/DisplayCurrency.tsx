import { useQuery } from '@tanstack/react-query';
import { exchangeRatesQuery, useDisplayCurrency } from '../../api/display-currency.ts';
import { useRole } from '../../api/me.ts';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field } from '../../components/Input.tsx';
import { Section } from '../../components/Section.tsx';
import { Select } from '../../components/Select.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { priceTexts } from './price-texts.ts';
import { changes, useChange } from './settings-api.ts';

/** In what currency the project's pages show amounts: one that it has a rate for. */
export function DisplayCurrency({ project }: { project: string }) {
  const t = useTexts(priceTexts);
  const { locale, rateText } = useFormat();
  const may = atLeast(useRole(project), 'admin');
  const current = useDisplayCurrency(project);
  const { data } = useQuery(exchangeRatesQuery(project));
  const set = useChange(project, changes.updateProject, 'me');
  const known = new Set(data?.data.map(({ currency }) => currency));
  const names = new Intl.DisplayNames([locale], { type: 'currency' });
  const hint = !may
    ? t('displayDenied')
    : current === 'USD'
      ? known.size === 0
        ? t('displayNoRates')
        : undefined
      : (rateText ?? (data && t('displayNoRate', { currency: current })));
  return (
    <Section title={t('displayCurrency')} hint={t('displayCurrencyHint')}>
      <div className="max-w-72">
        <Field label={t('shownIn')} hint={hint}>
          {(ids) => (
            <Select
              {...ids}
              value={current}
              disabled={!may || set.isPending}
              options={[...new Set(['USD', current, ...known])].map((currency) => ({
                value: currency,
                label: `${names.of(currency) ?? currency} (${currency})`,
              }))}
              onChange={(displayCurrency) => set.mutate({ displayCurrency })}
            />
          )}
        </Field>
      </div>
      <ErrorLine error={set.error} />
    </Section>
  );
}
