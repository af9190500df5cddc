import { FIELDS } from '@pharos/core/fields';
import { METRICS } from '@pharos/core/metrics';
import { expect, test } from 'vitest';
import { dimensionTexts } from './dimension-names.ts';
import { LANGUAGES } from './i18n.ts';
import { metricTexts } from './metric-names.ts';

test('every metric and every dimension has a name in every language', () => {
  for (const lng of LANGUAGES) {
    const unnamed = METRICS.filter(({ name }) => metricTexts.t(name as 'cost', { lng }) === name);
    expect(unnamed, lng).toEqual([]);
    const dimensions = FIELDS.filter(({ dimension }) => dimension);
    expect(dimensions.filter(({ name }) => dimensionTexts.t(name as 'model', { lng }) === name)).toEqual([]);
  }
});
